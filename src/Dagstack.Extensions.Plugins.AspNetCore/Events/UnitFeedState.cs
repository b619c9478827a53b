using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Events;

/// <summary>The units of work at one moment, for those that listen.</summary>
/// <param name="Version">Another one whenever they are not as they were.</param>
/// <param name="ReadAt">When they were read, as a timestamp of the feed's time.</param>
/// <param name="Text">What they are compared by.</param>
/// <param name="Counts">How many there are.</param>
internal sealed record UnitFeedState(long Version, long ReadAt, string Text, IReadOnlyList<UnitCountItem> Counts);
