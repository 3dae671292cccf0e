"""Amounts in Chinese capital numerals, as vouchers and payment slips require them."""

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")


def capital_yuan(fen: int) -> str:
    """`fen` in capitals: 100500 → 壹仟零伍元整, 5 → 伍分, 0 → 零元整. Amounts below a hundred million million yuan.

    Source: 支付结算办法 附一《正确填写票据和结算凭证的基本规定》: a run of zeros is read once; 整 follows yuan and jiao.
    """
    yuan, cents = divmod(abs(fen), 100)
    jiao, rest = divmod(cents, 10)
    words = f"{_whole(yuan)}元" if yuan or not cents else ""
    if not cents:
        words += "整"
    else:
        words += f"{DIGITS[jiao]}角" if jiao else ("零" if yuan else "")
        words += f"{DIGITS[rest]}分" if rest else "整"
    return f"负{words}" if fen < 0 else words


def _whole(number: int) -> str:
    """A whole number, four digits at a time."""
    if not number:
        return DIGITS[0]
    words, group, gap = "", 0, False
    while number:
        number, part = divmod(number, 10_000)
        if part:
            words = f"{_four(part)}{GROUPS[group]}{DIGITS[0] if gap else ''}{words}"
        gap = bool(words) and (part < 1_000 if part else True)
        group += 1
    return words


def _four(part: int) -> str:
    """Up to four digits, inner zeros read once, none in front or behind."""
    words, gap = "", False
    for place, digit in enumerate(reversed(f"{part}")):
        if digit == "0":
            gap = bool(words)
        else:
            words = f"{DIGITS[int(digit)]}{PLACES[place]}{DIGITS[0] if gap else ''}{words}"
            gap = False
    return words
