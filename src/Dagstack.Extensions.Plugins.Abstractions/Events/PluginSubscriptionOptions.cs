namespace Dagstack.Extensions.Plugins;

/// <summary>How a subscription differs from others.</summary>
public sealed class PluginSubscriptionOptions
{
    /// <summary>Gets how many events may wait for the handler before the oldest is dropped.</summary>
    /// <value>Null by default: what the host says, which is 1,024 unless it says otherwise.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? Capacity
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one event can wait.");
    }
}
