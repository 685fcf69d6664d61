# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Completion of hvac for bash. What there is to choose from is hvac's to say.

_hvac()
{
	local rest=${COMP_LINE:0:COMP_POINT} breaks=${COMP_WORDBREAKS//[^=:@]/} words=() current fixed line i
	# bash breaks words at = : @ too: what stands in the line without a blank between is one word
	for ((i = 0; i <= COMP_CWORD; i++)); do
		current=${COMP_WORDS[i]}
		[[ $i -gt 0 && $rest != [[:blank:]]* ]] || words+=('')
		while [[ $rest == [[:blank:]]* ]]; do rest=${rest:1}; done
		# the cursor may stand within the word
		[[ ${#current} -le ${#rest} ]] || current=$rest
		words[${#words[@]} - 1]+=$current
		rest=${rest:${#current}}
	done
	# quotes and backslashes are the shell's
	words=("${words[@]//[\\\"\']/}")
	current=${words[${#words[@]} - 1]}
	# only what stands behind the last break is replaced; an @ is left in what it breaks off
	fixed=
	[[ -z $breaks ]] || fixed=${current%"${current##*["$breaks"]}"}
	fixed=${fixed%@}
	COMPREPLY=()
	while IFS= read -r line; do
		if [[ $line == $'\t'* ]]; then
			line=${line:1}
			# alone in its word, a name is quoted by bash
			[[ -n $line ]] || compopt -o filenames 2>/dev/null
			while IFS= read -r i; do
				[[ -z $line || ! -d $i ]] || { i+=/ && compopt -o nospace 2>/dev/null; }
				[[ -z $line ]] || printf -v i %q "$i"
				COMPREPLY+=("${line#"$fixed"}$i")
			done < <(compgen -f -- "${current#"$line"}")
		else
			line=${line%%$'\t'*}
			[[ $line != *[=@:] ]] || compopt -o nospace 2>/dev/null
			COMPREPLY+=("${line#"$fixed"}")
		fi
	done < <("${words[0]/#~\//$HOME/}" __complete "${words[@]:1}" 2>/dev/null)
}

# older ones sort
complete -o nosort -F _hvac hvac 2>/dev/null || complete -F _hvac hvac
