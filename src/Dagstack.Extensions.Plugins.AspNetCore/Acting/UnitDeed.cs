namespace Dagstack.Extensions.Plugins.AspNetCore.Acting;

/// <summary>What came of an action on units of work.</summary>
/// <typeparam name="T">What the service answers.</typeparam>
/// <param name="Outcome">In one word, such as <c>queued</c>.</param>
/// <param name="Answer">What the service has answered; null if it failed.</param>
/// <param name="Fault">Why it failed; null if it did not.</param>
internal sealed record UnitDeed<T>(string Outcome, T? Answer = default, Exception? Fault = null);
