namespace Dagstack.Extensions.Plugins;

/// <content>How events go. See docs/events.md.</content>
public sealed partial class DagstackPluginOptions
{
    /// <summary>Gets or sets how many events may wait for a handler before the oldest is dropped, for subscriptions that do not say so themselves.</summary>
    /// <value>1,024 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int EventQueueCapacity
    {
        get;
        set => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one event can wait.");
    } = 1024;
}
