# SPDX-License-Identifier: MIT
"""A person with a browser: goes where it is sent, keeps cookies, fills in forms."""
import html.parser
import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request

CLICKS = 8
SECONDS = 30


class Forms(html.parser.HTMLParser):
    """A page's first form, its fields, and the links by their text."""

    def __init__(self, page):
        super().__init__()
        self.action, self.fields, self.links, self.link = None, {}, {}, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form" and self.action is None:
            self.action = attributes["action"]
        elif tag == "input" and attributes.get("name"):
            self.fields[attributes["name"]] = attributes.get("value") or ""
        elif tag == "a":
            self.link = attributes.get("href")

    def handle_data(self, text):
        if self.link and text.strip():
            self.links[text.strip(" []\n")] = self.link
            self.link = None


class Browser(urllib.request.HTTPRedirectHandler):
    """`stop` is the beginning of addresses where it stops: `stopped` is the one to which it was sent, with the fields of a form."""

    def __init__(self, stop=None):
        self.stop, self.stopped = stop, None
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), self,
                                                  urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self.url = self.page = self.status = None

    def stops(self, url, fields):
        if self.stop and url.startswith(self.stop):
            self.stopped = fields
        return self.stopped is not None

    def redirect_request(self, request, stream, code, message, headers, url):
        if self.stops(url, dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))):
            return None
        return super().redirect_request(request, stream, code, message, headers, url)

    def go(self, url, fields=None):
        data = urllib.parse.urlencode(fields).encode() if fields is not None else None
        try:
            answer = self.opener.open(url, data, timeout=SECONDS)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            self.url, self.status, self.page = answer.url, answer.status, answer.read().decode()
        return self

    def sign_in(self, url, who):
        """Goes on until a page asks for nothing more."""
        self.go(url)
        for _ in range(CLICKS):
            form = Forms(self.page)
            if self.stopped or form.action is None or self.stops(form.action, form.fields):
                return self
            filled = {"login": who, "password": "any"}
            self.go(urllib.parse.urljoin(self.url, form.action), {name: filled.get(name, value) for name, value in form.fields.items()})
        raise AssertionError(f"{self.url} goes on asking: {self.page}")

    def cancel(self, url):
        """Does not sign in, and says so."""
        self.go(url)
        return self.go(urllib.parse.urljoin(self.url, Forms(self.page).links["Cancel"]))
