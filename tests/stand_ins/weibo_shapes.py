"""The documents of the Weibo stand-in: status, user, comment, as the wiki describes them."""

from .messages import Document
from .weibo_account import Person, Post, Remark, WeiboAccount, weibo_time

LONG = 140
GONE = "抱歉，此微博已被作者删除。查看帮助：http://t.cn/Rfd3rQV"


def status(post: Post, *, trim: bool = False, whole: bool = False) -> Document:
    """One status. A text over 140 characters is cut, with `isLongText`; `whole` adds longText (seen in other
    people's code, not in the wiki)."""
    long = len(post.text) > LONG
    told: Document = {"created_at": weibo_time(post.at), **_names(post), "can_edit": False}
    told |= {"text": f"{post.text[:LONG]}...全文" if long else post.text, "textLength": len(post.text)}
    told |= {"source": f'<a href="http://app.weibo.com/t/feed/6vtZb0" rel="nofollow">{post.source}</a>'}
    told |= {"favorited": False, "truncated": False, "in_reply_to_status_id": "", "in_reply_to_user_id": ""}
    told |= {"in_reply_to_screen_name": "", "geo": None, "isLongText": long, **_counts(post)}
    told |= {"pic_urls": [{"thumbnail_pic": url} for url in post.pictures]}
    told |= {"visible": {"type": 1 if post.gone == "hidden" else 0, "list_id": 0}}
    told["user"] = post.account.uid if trim else user(post.account)
    if whole and long:
        told["longText"] = {"longTextContent": post.text}
    if post.repost_of is not None:
        told["retweeted_status"] = _origin(post.repost_of)
    return told


def _names(post: Post) -> Document:
    return {"id": post.number, "idstr": str(post.number), "mid": str(post.number)}


def _counts(post: Post) -> Document:
    return {
        "reposts_count": post.reposts,
        "comments_count": len(post.standing()),
        "attitudes_count": post.attitudes,
    }


def _origin(post: Post) -> Document:
    """What is left of a deleted origin: no user, and a sentence in place of its words."""
    if not post.gone:
        return status(post)
    return {"created_at": weibo_time(post.at), **_names(post), "text": GONE, "deleted": "1", "visible": {"type": 0}}


def user(account: WeiboAccount) -> Document:
    told: Document = {"id": account.uid, "idstr": str(account.uid), "screen_name": account.name, "name": account.name}
    told |= {"province": "33", "city": "1", "location": "浙江 杭州", "description": "清溪县人民政府新闻办公室官方微博"}
    told |= {"gender": "m", "followers_count": account.total(), "friends_count": 120}
    told |= {"statuses_count": len(account.standing()), "created_at": "Tue May 31 17:46:55 +0800 2011"}
    told |= {"verified": True, "verified_type": account.verified_type}
    return told | {"verified_reason": "清溪县人民政府新闻办公室", "bi_followers_count": 12}


def citizen(person: Person) -> Document:
    """Somebody else's profile, with all that must never be kept."""
    told: Document = {"id": person.uid, "idstr": str(person.uid), "screen_name": person.name, "name": person.name}
    told |= {"province": person.province, "city": person.city, "location": "浙江 杭州", "description": "爱生活"}
    told |= {"gender": person.gender, "followers_count": 31, "friends_count": 88, "statuses_count": 7}
    told |= {"avatar_large": f"https://tvax1.sinaimg.cn/{person.uid}.jpg", "verified": False, "verified_type": -1}
    return told | {"created_at": "Mon Jan 06 09:00:00 +0800 2014", "verified_reason": "", "bi_followers_count": 3}


def remark(one: Remark) -> Document:
    """One comment with its post, and with the comment that it answers."""
    author = citizen(one.author) if one.author else user(one.post.account)
    told: Document = {"created_at": weibo_time(one.at), "id": one.number, "idstr": str(one.number)}
    told |= {"mid": str(one.number), "rootid": one.root, "floor_number": 1, "text": one.text, "source": ""}
    told |= {"user": author, "status": status(one.post)}
    if one.answers is not None:
        told["reply_comment"] = {name: value for name, value in remark(one.answers).items() if name != "status"}
    return told
