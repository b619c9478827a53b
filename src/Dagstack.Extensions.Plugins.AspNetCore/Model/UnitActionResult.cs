namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>What came of an action on one unit of work.</summary>
/// <param name="Action">The action.</param>
/// <param name="Outcome">What it came to, in one word: <c>queued</c> or <c>cancelling</c>.</param>
/// <param name="Unit">The identity of the unit.</param>
/// <param name="Href">The address of its report.</param>
internal sealed record UnitActionResult(string Action, string Outcome, string Unit, string? Href);
