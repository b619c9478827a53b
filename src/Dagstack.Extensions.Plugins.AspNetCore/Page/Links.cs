using System.Globalization;
using Dagstack.Extensions.Plugins.AspNetCore.Reading;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page;

/// <summary>The addresses of the pages.</summary>
internal static class Links
{
    /// <summary>A place that no plugin can have, since no kind is called so.</summary>
    public const string StartPath = "/-/start";

    /// <summary>The list. Where plugins are served at the root of an application, that is <c>/</c>.</summary>
    public static string List(PageContext context) => context.Root.Length == 0 ? "/" : context.Root;

    public static string ListOfState(PageContext context, string state) => $"{List(context)}?state={Uri.EscapeDataString(state)}";

    /// <summary>The report of a plugin. What is shown of names is cut: they have to be those of a request.</summary>
    public static string Report(PageContext context, string kind, string name) => $"{context.Root}/{Uri.EscapeDataString(kind)}/{Uri.EscapeDataString(name)}";

    /// <summary>The report of a plugin with the hash of its files.</summary>
    public static string Hash(string report) => $"{report}?hash=true";

    /// <summary>The start of the host.</summary>
    public static string Start(PageContext context) => context.Root + StartPath;

    public static string Action(string report, string action) => $"{report}/{action}";

    /// <summary>The units of work.</summary>
    public static string Units(PageContext context) => context.Root + UnitReader.Path;

    /// <summary>The units of work that a backfill was asked for, with what came of it.</summary>
    public static string Backfilled(PageContext context, BackfillRequest request, BackfillResult result) =>
        string.Create(CultureInfo.InvariantCulture, $"{Units(context)}?{Notice.Parameter}=backfill&queued={result.EnqueuedCount}&left={result.SkippedCount}{Query("plugin", request.PluginName)}{Query("partition", request.PartitionKey)}");

    public static string RetryAll(PageContext context) => $"{context.Root}/retry";

    private static string Query(string name, string? value) => value is null ? string.Empty : $"&{name}={Uri.EscapeDataString(value)}";
}
