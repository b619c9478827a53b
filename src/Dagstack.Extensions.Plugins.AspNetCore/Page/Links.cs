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

    public static string RetryAll(PageContext context) => $"{context.Root}/retry";
}
