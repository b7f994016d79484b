"""The measured page of the dashboard's benchmark in Markdown."""

from typing import Any


def page(figures: dict[str, Any], day: str) -> str:
    """docs/measured/desk-speed.md from the figures."""
    machine = figures["machine"]
    return (
        "# Speed of the desk's first page\n\n"
        f"Command: `plumbline bench desk --rounds {figures['rounds']}` · {day} · {machine['cores']} cores, Python {machine['python']}.\n"
        f"Data: a generated office in SQLite with {figures['accounts']:,} accounts, 4,000 findings, 600 cases, 200 filings; the dashboard of a\n"
        f"person who supervises and inspects all of it, {figures['requests']} requests in the server's own process.\n\n"
        f"- **{figures['server_ms']} ms** of server time (median; {figures['cpu_ms']} ms of one core), p95 {figures['p95_ms']} ms, slowest {figures['slowest_ms']} ms\n"
        f"- {figures['queries']} queries, {figures['page_kb']} kB of page, peak memory {figures['peak_mb']} MB\n"
    )
