# SPDX-License-Identifier: MIT
# Completion of hvac for fish. What there is to choose from is hvac's to say.

function __hvac_complete
    set -l words (commandline -opc)
    set -l current (string unescape -- (commandline -ct); or commandline -ct)
    set -l hvac (string replace -r '^~/' "$HOME/" -- $words[1])
    for line in ($hvac __complete $words[2..] "$current" 2>/dev/null)
        if string match -q \t'*' -- $line
            set -l prefix (string sub -s 2 -- $line)
            set -l path (string sub -s (math (string length -- "$prefix") + 1) -- "$current")
            for file in (__fish_complete_path "$path")
                echo "$prefix$file"
            end
        else
            echo $line
        end
    end
end

complete -c hvac -f -k -a '(__hvac_complete)'
