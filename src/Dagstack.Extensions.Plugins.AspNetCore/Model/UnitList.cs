namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>A page of the units of work, and how many there are of each plugin.</summary>
/// <param name="Plugins">The counts, ordinal by plugin; whatever is asked for, of all of them.</param>
/// <param name="Units">The units that are asked for, the newest first.</param>
/// <param name="Next">What asks for the page after this one, as the parameter <c>after</c>; null if this is the last.</param>
internal sealed record UnitList(IReadOnlyList<UnitCountItem> Plugins, IReadOnlyList<UnitItem> Units, string? Next);
