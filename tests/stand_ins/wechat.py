"""WeChat public account (公众号), written from the vendor's documents as far as they are known; what is ours is marked
*invented*.

    with WeChat(clock) as server:
        account = server.account                 # or server.accounts["wx…"]; WeChat(clock, appids=("wxA", "wxB"))
        account.publish("放假通知", "<p>…</p>")
        GET  {server.base}/cgi-bin/token?grant_type=client_credential&appid=…&secret=…
        POST {server.base}/cgi-bin/freepublish/batchget?access_token=…

Tokens live 7200 s of the *clock*; a new one of /cgi-bin/token ends the old one at once (the real one leaves the old
one some minutes: `server.overlap`). stable_token keeps its own token and gives the same one while it is good.
Statistics (datacube) are in `wechat_datacube`, the state in `wechat_account`.
"""

import html
from datetime import timedelta

from .clock import Clock, unix
from .messages import Answer, Asked, Document
from .server import StandIn, route
from .wechat_account import Article, Comment, Part, PublicAccount
from .wechat_datacube import Datacube

LIFE = timedelta(seconds=7200)
RETIRED = frozenset(f"/datacube/{name}" for name in ("getarticlesummary", "getarticletotal"))
DEAD = {
    "missing": (41001, "access_token missing"),
    "expired": (42001, "access_token expired"),
    "replaced": (40001, "invalid credential, access_token is invalid or not latest"),
    "killed": (40001, "invalid credential, access_token is invalid or not latest"),
    "unknown": (40001, "invalid credential, access_token is invalid or not latest"),
}


class WeChat(Datacube, StandIn):
    """api.weixin.qq.com, and (path /s) the pages of mp.weixin.qq.com."""

    free = frozenset({"/cgi-bin/token", "/cgi-bin/stable_token", "/s"})

    def __init__(self, clock: Clock | None = None, appids: tuple[str, ...] = ("wx0000000000000001",)) -> None:
        super().__init__(clock)
        self.accounts = {one: PublicAccount(self.clock, one, f"secret-of-{one}") for one in appids}
        self.account = self.accounts[appids[0]]
        self.retired = set(RETIRED)
        self.overlap = timedelta()
        self.page_host = "https://mp.weixin.qq.com"  # set to `base` and the pages of articles can be fetched here
        self.addresses: set[str] | None = None  # the allow-list of IP addresses, None = every one

    # errors

    def refusal(self, code: int, words: str, asked: Asked) -> Answer:
        return Answer({"errcode": code, "errmsg": f"{words} rid: 6920aa11-{len(self.log):08x}-3f5c1a27"})

    def lost(self, asked: Asked) -> Answer:
        return Answer(status=404, body=b"", kind="text/html")

    def token_dead(self, asked: Asked) -> Answer:
        return self.refusal(*DEAD["expired"], asked)

    def quota_out(self, asked: Asked) -> Answer:
        return self.refusal(45009, "reach max api daily quota limit", asked)

    def stopped(self, path: str, asked: Asked) -> Answer | None:
        state = self.tokens.state(asked.params.get("access_token", ""))
        if state != "good":
            return self.refusal(*DEAD[state], asked)
        account = self.of(asked)
        if path in self.retired:
            return self.refusal(47009, "this api is retired", asked)  # the words are invented, the number is not
        if path in account.denied:
            return self.refusal(48001, "api unauthorized", asked)
        within = self.spent.take(f"{account.appid} {path}", account.limits.get(path))
        return None if within and self.spent_on != self.clock.day else self.quota_out(asked)

    def of(self, asked: Asked) -> PublicAccount:
        """The account whose token this is."""
        return self.accounts[self.tokens.holder(asked.params["access_token"])]

    def lasting(self) -> set[str]:
        return {account.secret for account in self.accounts.values()}

    def citizens(self) -> set[str]:
        held = [article for account in self.accounts.values() for article in account.articles]
        comments = {one.openid for article in held for part in article.parts for one in part.comments}
        return comments | {one.openid for account in self.accounts.values() for one in account.followers}

    # tokens

    def _unknown_app(self, asked: Asked) -> Answer | None:
        account = self.accounts.get(asked.said("appid"))
        if self.addresses is not None and "127.0.0.1" not in self.addresses:
            return self.refusal(40164, "invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist", asked)
        if asked.said("grant_type") != "client_credential":
            return self.refusal(40002, "invalid grant_type", asked)
        if account is None:
            return self.refusal(40013, "invalid appid", asked)
        return None if asked.said("secret") == account.secret else self.refusal(40125, "invalid appsecret", asked)

    @route("GET", "/cgi-bin/token")
    def token(self, asked: Asked) -> Answer:
        refused = self._unknown_app(asked)
        if refused:
            return refused
        for old in self.tokens.given.values():
            if old.holder == asked.said("appid") and old.kind == "access":
                old.until = min(old.until, self.clock.now + self.overlap)
                old.ended = old.ended or ("" if self.overlap else "replaced")
        fresh = self.tokens.give(asked.said("appid"), LIFE)
        return Answer({"access_token": fresh.words, "expires_in": int(LIFE.total_seconds())})

    @route("POST", "/cgi-bin/stable_token")
    def stable_token(self, asked: Asked) -> Answer:
        refused = self._unknown_app(asked)
        if refused:
            return refused
        appid, kind = asked.said("appid"), "access-stable"
        good = [one for one in self.tokens.given.values() if (one.holder, one.kind) == (appid, kind)]
        held = next((one for one in good if self.tokens.state(one.words) == "good"), None)
        if held is None or asked.said("force_refresh") == "true":
            held = self.tokens.replace(appid, LIFE, kind)
        left = int((held.until - self.clock.now).total_seconds())
        return Answer({"access_token": held.words, "expires_in": left})

    # publications

    @route("POST", "/cgi-bin/freepublish/batchget")
    def batchget(self, asked: Asked) -> Answer:
        offset, count = asked.number("offset", 0), asked.number("count", 0)
        if not 1 <= count <= 20 or offset < 0:
            return self.refusal(40097, "invalid args", asked)  # the number is invented
        account = self.of(asked)
        held = account.listed("publish")
        page = held[offset : offset + count]
        bare = asked.number("no_content", 0) == 1
        items = [self._item(account, one, bare=bare) for one in page]
        told = {"item": items, "total_count": len(held), "item_count": len(items)}
        return Answer(told, items=("item",), more=((("total_count",), 99_999),))

    @route("POST", "/cgi-bin/freepublish/getarticle")
    def getarticle(self, asked: Asked) -> Answer:
        account = self.of(asked)
        article = account.found(asked.said("article_id"))
        if article is None or article.way != "publish":
            return self.refusal(53600, "Article ID 无效", asked)
        return Answer({"news_item": self._news(account, article, bare=False)})

    @route("POST", "/cgi-bin/freepublish/get")
    def publication(self, asked: Asked) -> Answer:
        account = self.of(asked)
        article = next((one for one in account.articles if one.publish_id == asked.said("publish_id")), None)
        if article is None:
            return self.refusal(53600, "publish_id 无效", asked)  # the number is invented
        told: Document = {"publish_id": article.publish_id, "publish_status": article.status, "fail_idx": []}
        if article.status == 0:
            links = [{"idx": at, "article_url": self.address(account, article, at)} for at, _ in _numbered(article)]
            told |= {"article_id": article.article_id, "article_detail": {"count": len(links), "item": links}}
        return Answer(told)

    @route("POST", "/cgi-bin/draft/batchget")
    def drafts(self, asked: Asked) -> Answer:
        """Never published, so never to be collected: a call here is a fault of the caller."""
        return Answer({"total_count": 0, "item_count": 0, "item": []}, items=("item",))

    def _item(self, account: PublicAccount, article: Article, *, bare: bool) -> Document:
        content: Document = {"news_item": self._news(account, article, bare=bare)}
        content |= {"create_time": unix(article.published_at), "update_time": unix(article.updated_at)}
        return {"article_id": article.article_id, "content": content, "update_time": unix(article.updated_at)}

    def _news(self, account: PublicAccount, article: Article, *, bare: bool) -> list[Document]:
        return [self._part(account, article, at, part, bare=bare) for at, part in _numbered(article)]

    def _part(self, account: PublicAccount, article: Article, at: int, part: Part, *, bare: bool) -> Document:
        told: Document = {"title": part.title, "author": part.author, "digest": part.digest}
        if not bare:
            told["content"] = "" if part.is_deleted else part.content  # invented: that the words go with deletion
        told |= {"content_source_url": "", "thumb_media_id": f"thumb-{article.number}-{at}", "thumb_url": ""}
        told |= {"show_cover_pic": 0, "need_open_comment": 1, "only_fans_can_comment": 0}
        url = self.address(account, article, at).replace("https://", "http://")  # the same page, spelt otherwise
        return told | {"url": f"{url}&chksm=c0ffee{at}#rd", "is_deleted": part.is_deleted}

    def address(self, account: PublicAccount, article: Article, at: int) -> str:
        """The public page of one part; mid and idx name it in every interface."""
        return f"{self.page_host}/s?__biz={account.biz}&mid={article.mid}&idx={at}&sn=f00d{article.number:012d}{at}"

    @route("GET", "/s")
    def page(self, asked: Asked) -> Answer:
        """The public page; what it says of deleted ones are the platform's known sentences."""
        for account in self.accounts.values():
            for article in account.articles:
                if account.biz == asked.said("__biz") and article.mid == asked.number("mid", 0):
                    return _page(article, asked.number("idx", 1))
        return _html("<p>参数错误</p>")

    # comments

    @route("POST", "/cgi-bin/comment/list")
    def comments(self, asked: Asked) -> Answer:
        account = self.of(asked)
        if not account.comments_allowed:
            return self.refusal(88000, "without comment privilege", asked)
        article = next((one for one in account.articles if one.mid == asked.number("msg_data_id", 0)), None)
        index, begin, count = asked.number("index", 0), asked.number("begin", 0), asked.number("count", 0)
        if article is None or index >= len(article.parts):
            return self.refusal(88001, "msg_data is not exists", asked)
        if not 0 < count < 50:
            return self.refusal(88010, "count range error. cannot count <= 0 or count > 50", asked)
        wanted = {0: (0, 1), 1: (0,), 2: (1,)}.get(asked.number("type", 0), ())
        newest = reversed(article.parts[index].comments)  # the order is invented
        held = [one for one in newest if one.elected in wanted]
        told = {"errcode": 0, "errmsg": "ok", "total": len(held)}
        told["comment"] = [_comment(one) for one in held[begin : begin + count]]
        return Answer(told, items=("comment",), more=((("total",), 99_999),))

    # followers

    @route("GET", "/cgi-bin/user/get")
    def followers(self, asked: Asked) -> Answer:
        held, after = self.of(asked).present(), asked.said("next_openid")
        start = held.index(after) + 1 if after in held else 0
        page = held[start : start + 10_000]
        told: Document = {"total": len(held), "count": len(page), "next_openid": page[-1] if page else ""}
        if page:
            told["data"] = {"openid": page}
        return Answer(told, items=("data", "openid"))

    @route("GET", "/cgi-bin/user/info")
    def follower(self, asked: Asked) -> Answer:
        held = next((one for one in self.of(asked).followers if one.openid == asked.said("openid")), None)
        if held is None:
            return self.refusal(40003, "invalid openid", asked)
        if held.until is not None:
            return Answer({"subscribe": 0, "openid": held.openid})
        told: Document = {"subscribe": 1, "openid": held.openid, "language": "zh_CN", "remark": "", "groupid": 0}
        told |= {"subscribe_time": unix(held.since), "tagid_list": [], "subscribe_scene": "ADD_SCENE_SEARCH"}
        return Answer(told | {"qr_scene": 0, "qr_scene_str": ""})


def _numbered(article: Article) -> list[tuple[int, Part]]:
    return list(enumerate(article.parts, 1))


def _comment(one: Comment) -> Document:
    told: Document = {"user_comment_id": one.number, "openid": one.openid, "create_time": unix(one.at)}
    told |= {"content": one.content, "comment_type": one.elected}
    return told | ({"reply": one.answer} if one.answer else {})


def _page(article: Article, at: int) -> Answer:
    if article.status == 5:
        return _html("<div class='weui-msg__title warn'>该内容已被发布者删除</div>")
    if article.status == 6:
        return _html("<div class='weui-msg__title warn'>此内容因违规无法查看</div>")
    part = article.parts[at - 1]
    title = html.escape(part.title)
    return _html(f"<h1 id='activity-name'>{title}</h1><div id='js_content'>{part.content}</div>", title)


def _html(body: str, title: str = "") -> Answer:
    page = f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>"
    return Answer(body=page.encode(), kind="text/html; charset=UTF-8")
