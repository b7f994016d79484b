"""Words of reviews in both languages."""

from collections.abc import Mapping

from plumbline.rulebook.model import Text

DECISIONS: Mapping[str, Text] = {
    "submit": Text(zh="提交审核", en="handed in"),
    "approve": Text(zh="同意", en="approved"),
    "return": Text(zh="退回修改", en="returned"),
    "edit": Text(zh="修改稿件（此前审核作废）", en="edited: approvals are void"),
    "withdraw": Text(zh="撤回", en="withdrawn"),
    "publish": Text(zh="登记发布", en="published"),
}
LIVE: Mapping[str, Text] = {
    "approved": Text(zh="与审定稿一致", en="as approved"),
    "altered": Text(zh="审核后有改动", en="altered after approval"),
    "late": Text(zh="先发后审", en="approved only after publication"),
    "unapproved": Text(zh="未经审核", en="not approved"),
}
ACTIONS: Mapping[str, Text] = {
    "reviews.begin": Text(zh="新建稿件", en="draft begun"),
    "reviews.deputy": Text(zh="指定代审人", en="deputy named"),
    "reviews.deputy_end": Text(zh="结束代审", en="deputy's time ended"),
    **{f"reviews.{name}": text for name, text in DECISIONS.items()},
}
FIELDS: Mapping[str, Text] = {
    "content_class": Text(zh="信息类别", en="class of content"),
    "title": Text(zh="标题", en="title"),
    "urgent": Text(zh="加急", en="urgent"),
    "deputy": Text(zh="代审人", en="deputy"),
    "until": Text(zh="至", en="until"),
    "url": Text(zh="链接", en="address"),
}
