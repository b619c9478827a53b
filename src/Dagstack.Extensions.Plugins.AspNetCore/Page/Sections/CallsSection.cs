using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page.Sections;

internal static class CallsSection
{
    public static void Write(HtmlWriter html, PluginCallsItem calls)
    {
        using (Section.In(html, "calls", "Calls"))
        using (html.In("dl", ("class", "facts sheet")))
        {
            Section.Fact(html, "Calls", Times.Count(calls.Calls));
            Section.Fact(html, "Failures", Times.Count(calls.Failures));
            Section.Fact(html, "Cancelled by their callers", calls.Cancellations == 0 ? null : Times.Count(calls.Cancellations));
            Section.Fact(html, "Mean duration", Times.Duration(calls.MeanSeconds));
            Section.Fact(html, "Longest", Times.Duration(calls.MaxSeconds));
            Section.Fact(html, "Durations are of", calls.Timed == 0 ? null : $"{Times.Count(calls.Timed)} calls that were timed", wide: true);
        }
    }
}
