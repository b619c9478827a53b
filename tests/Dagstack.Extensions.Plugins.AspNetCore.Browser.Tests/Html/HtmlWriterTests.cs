using Dagstack.Extensions.Plugins.AspNetCore.Html;

namespace Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Html;

public sealed class HtmlWriterTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("\" onmouseover=\"alert(1)", "&quot; onmouseover=&quot;alert(1)")]
    [InlineData("\u001b[31mred", "\\u001B[31mred")]
    [InlineData("safe\u202Egpj.exe", "safe\\u202Egpj.exe")]
    [InlineData("one\r\ntwo", "one&#xA;two")]
    public void Text_OfAPlugin_StaysText(string text, string written)
    {
        var html = new HtmlWriter();

        html.Element("p", text, ("title", text));

        Assert.Equal($"<!doctype html>\n<p title=\"{written}\">{written}</p>\n", html.ToString());
    }

    [Fact]
    public void Text_WithHalfOfAPair_HasAnEscapeForIt()
    {
        var html = new HtmlWriter();

        html.Element("p", "half \ud83d");

        Assert.Equal("<!doctype html>\n<p>half \\uD83D</p>\n", html.ToString());
    }

    [Fact]
    public void Text_LongerThanAnybodyReads_IsCutAndSaysSo()
    {
        var html = new HtmlWriter();

        html.Element("p", new string('x', PageText.MaxLength + 1234));

        Assert.EndsWith("x&#x2026; (1,234 more characters)</p>\n", html.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Name_CutInThePairOfACharacter_LosesTheWholeCharacter() =>
        Assert.Equal(new string('x', PageText.MaxNameLength - 1) + "… (3 more characters)", PageText.Name(new string('x', PageText.MaxNameLength - 1) + "😀x"));

    [Theory]
    [InlineData("style")]
    [InlineData("onclick")]
    public void Element_WithStyleOrScriptInAnAttribute_IsRefused(string attribute)
    {
        var html = new HtmlWriter();

        var refused = Assert.Throws<ArgumentException>(() => html.Element("p", "text", (attribute, "x")));

        Assert.Contains(attribute, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_WithAnOpenElement_IsRefused()
    {
        var html = new HtmlWriter();
        html.In("main");

        Assert.Throws<InvalidOperationException>(html.ToString);
    }

    [Fact]
    public void Dispose_OfAnElementAroundAnOpenOne_IsRefused()
    {
        var html = new HtmlWriter();
        var outer = html.In("main");
        html.In("p");

        Assert.Throws<InvalidOperationException>(outer.Dispose);
    }
}
