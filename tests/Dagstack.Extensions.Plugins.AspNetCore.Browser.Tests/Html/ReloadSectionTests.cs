using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Dagstack.Extensions.Plugins.AspNetCore.Page.Sections;

namespace Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Html;

public sealed class ReloadSectionTests
{
    [Fact]
    public void Write_OfAReloadWhoseOldCodeIsStillThere_SaysWhatKeepsItAndWhatToDo()
    {
        var html = new HtmlWriter();

        ReloadSection.Write(html, Reload("replaced", "still_alive"), [new("timer", true, "static Clock.s_timer", "Dispose it in teardown."), new("event", false, "Host.Changed", "Unsubscribe.")]);

        var text = html.ToString();
        Assert.Contains("The code of the generation before is still in memory.", text, StringComparison.Ordinal);
        Assert.Contains("<span>Held by</span>\n<code>static Clock.s_timer</code>\n<span>(timer). Dispose it in teardown.</span>", text, StringComparison.Ordinal);
        Assert.Contains("<span>Perhaps by</span>\n<code>Host.Changed</code>", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("replaced", "Generation 3 is in place, after 40 ms.")]
    [InlineData("started", "It was started, as generation 3, in 40 ms.")]
    [InlineData("removed", "It was stopped, since its folder is gone.")]
    [InlineData("refused", "Nothing was done: too many earlier generations are still in memory.")]
    [InlineData("failed", "The reload failed, and the instance before goes on.")]
    public void Write_OfEachOutcome_SaysWhatItMeans(string outcome, string meaning)
    {
        var html = new HtmlWriter();

        ReloadSection.Write(html, Reload(outcome, "none"), []);

        Assert.Contains(meaning, html.ToString(), StringComparison.Ordinal);
    }

    private static PluginReloadItem Reload(string outcome, string unload) => new() { Outcome = outcome, Unload = unload, Generation = 3, Seconds = 0.04 };
}
