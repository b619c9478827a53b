namespace Dagstack.Extensions.Plugins.AspNetCore.Page;

/// <summary>What the script of a page follows.</summary>
/// <param name="Address">The events.</param>
/// <param name="Names">The names of those after each of which it looks at the page again. After <c>end</c> there are no more.</param>
/// <param name="Things">What the page is about, in the plural.</param>
internal sealed record Live(string Address, string Names, string Things)
{
    public static Live Plugins(PageContext context) => new($"{context.Root}/events", "snapshot plugin kind", "plugins");

    public static Live Units(PageContext context) => new($"{Links.Units(context)}/events", "units", "units");

    /// <summary>That of one unit; nothing where no address can carry its identity.</summary>
    public static Live Unit(PageContext context, string? report) => report is null ? Units(context) : new($"{report}/events", "unit", "units");
}
