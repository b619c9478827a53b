namespace Dagstack.Extensions.Plugins.AspNetCore.Events;

/// <summary>Something that listeners follow, and since when it is as it is.</summary>
/// <param name="Shown">What listeners are told of, without what changes all the time.</param>
/// <param name="Since">The version of the feed in which it became so.</param>
internal sealed record FeedEntry<T>(T Shown, long Since);
