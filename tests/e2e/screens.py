"""People in front of a screen, and what they do in every rehearsal."""

from axe_playwright_python.sync_playwright import Axe

EMAIL, PASSWORD = "nora@example.org", "seven grey herons"
# What the browser itself says of a lost connection is no fault of the page.
OF_THE_LINE = ("WebSocket connection", "net::ERR_")
SIZES = {
    "tablet": (1180, 820),
    "portrait": (820, 1180),
    "laptop": (1366, 768),
    "phone": (390, 844),
    "wall": (1920, 1080),
}


class Person:
    """Somebody in front of a screen. Remembers every complaint of the browser."""

    def __init__(self, browser, base, device, scheme="light"):
        width, height = SIZES[device]
        self.base = base
        self.context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            has_touch=device in ("tablet", "phone"),
            reduced_motion="reduce",
        )
        self.complaints = []
        self.tolerates = ()
        self.hosts = set()
        self.page = self.new_page()

    def new_page(self):
        page = self.context.new_page()
        page.set_default_timeout(8000)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.hosts.add(request.url.split("/")[2]))
        return page

    def _heard(self, message):
        tolerated = any(words in message.text for words in self.tolerates)
        if message.type in ("error", "warning") and not tolerated:
            self.complaints.append(message.text)

    def go(self, path):
        self.page.goto(self.base + path)

    def sees(self, text):
        self.page.get_by_text(text, exact=False).first.wait_for()

    def is_live(self):
        self.page.wait_for_selector("#live[data-state=live]", state="attached")

    def check_access(self, name):
        """axe: nothing serious or critical on what is shown now."""
        found = Axe().run(self.page).response["violations"]
        grave = [v for v in found if v["impact"] in ("serious", "critical")]
        told = [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in grave]
        assert told == [], f"{name}: {told}"


def sign_in(one):
    one.go("/sign-in/")
    fill_sign_in(one)
    one.page.wait_for_url("**/log/**")


def fill_sign_in(one):
    one.page.fill("[name=login]", EMAIL)
    one.page.fill("[name=password]", PASSWORD)
    one.page.get_by_role("button", name="Sign in").click()


def start_meeting(lead) -> str:
    page = lead.page
    lead.go("/")
    page.get_by_role("link", name="Log an incident").first.click()
    page.fill("[name=title]", "A bad line")
    page.check("input[name=type][value=process]", force=True)
    page.fill("[name=zone]", "UTC")
    page.fill("[name=started]", "2026-03-03T16:47")
    page.fill("[name=resolved]", "2026-03-04T11:14")
    page.fill("[name=what_happened]", "A rehearsal for the tests.")
    page.locator("form.form button.btn--go").click()
    page.get_by_role("button", name="Open a session").click()
    page.wait_for_selector("#join-link")
    link = page.input_value("#join-link")
    page.get_by_role("link", name="Go to the room").click()
    lead.is_live()
    page.get_by_role("button", name="Start the session").click()
    page.get_by_role("button", name="Next: Timeline").click()
    page.locator("#board.board--timeline").wait_for()
    return link
