"""Boxes of a picture are read as people read them."""

from itertools import permutations

from plumbline.media.reading_order import Box, read


def line(left: float, top: float, text: str, size: float = 40) -> Box:
    return Box(left, top, left + size * len(text), top + size, text)


def upright(left: float, top: float, text: str, size: float = 40) -> Box:
    return Box(left, top, left + size, top + size * len(text), text)


def test_lines_are_read_from_top_to_bottom_whatever_their_order() -> None:
    boxes = [line(40, 40, "防汛提示"), line(40, 120, "请远离河道。"), line(40, 200, "清溪县")]
    assert {read(order) for order in permutations(boxes)} == {"防汛提示\n请远离河道。\n清溪县"}


def test_cells_of_a_table_are_read_row_by_row() -> None:
    rows = [("姓名", "电话"), ("张三", "0871-1"), ("李四", "0871-2")]
    boxes = [line(40 + 400 * x, 40 + 80 * y, cell) for y, row in enumerate(rows) for x, cell in enumerate(row)]
    assert read(boxes) == "姓名  电话\n张三  0871-1\n李四  0871-2"


def test_columns_below_a_title_are_read_one_after_the_other() -> None:
    left, right = (
        ["一二三四五六七八九。", "甲乙丙丁戊己庚辛壬。", "再来一行左边的字。"],
        ["子丑寅卯辰巳午未申。", "天地玄黄宇宙洪荒日。"],
    )
    boxes = [line(300, 20, "清溪县告知书全体居民")]
    boxes += [line(40, 120 + 60 * n, text) for n, text in enumerate(left)]
    boxes += [line(560, 120 + 60 * n, text) for n, text in enumerate(right)]
    assert read(boxes).split("\n") == ["清溪县告知书全体居民", *left, *right]


def test_a_line_that_fills_its_block_goes_on_in_the_next() -> None:
    boxes = [line(40, 40, "请广大居民不要到野外水域游泳戏水，注"), line(40, 100, "意安全。"), line(40, 200, "清溪县")]
    assert read(boxes) == "请广大居民不要到野外水域游泳戏水，注意安全。\n清溪县"


def test_short_lines_of_a_slogan_stay_apart() -> None:
    assert read([line(40, 40, "严禁酒后驾车"), line(40, 100, "确保平安出行")]) == "严禁酒后驾车\n确保平安出行"


def test_upright_text_is_read_from_right_to_left() -> None:
    boxes = [upright(100, 40, "春风化雨"), upright(300, 40, "万象更新")]
    assert {read(order) for order in permutations(boxes)} == {"万象更新\n春风化雨"}


def test_a_first_character_that_stands_apart_belongs_to_its_upright_line() -> None:
    assert read([line(300, 40, "为"), upright(300, 90, "人民服务欢迎您")]) == "为人民服务欢迎您"


def test_an_upright_line_beside_a_notice_comes_behind_it() -> None:
    boxes = [line(40, 40, "关于防汛的通知"), line(40, 120, "请远离河道。"), upright(600, 40, "清溪欢迎您")]
    assert read(boxes) == "关于防汛的通知\n请远离河道。\n清溪欢迎您"


def test_nothing_is_read_as_nothing() -> None:
    assert read([]) == ""
