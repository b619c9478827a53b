namespace Dagstack.Extensions.Plugins;

/// <summary>The resource <c>clock</c>: the only source of time that a plugin has.</summary>
/// <remarks>
/// A plugin takes it as a constructor parameter of this type or of <see cref="TimeProvider"/> and declares <c>clock</c> in its
/// manifest. In an application it follows the <see cref="TimeProvider"/> that the host registered. See §6 of the plugin contract.
/// </remarks>
public abstract class Clock : TimeProvider
{
    /// <summary>Gets the current time in UTC.</summary>
    public DateTimeOffset Now => GetUtcNow();

    /// <summary>Gets the time since an arbitrary point, in nanoseconds. It never goes back.</summary>
    public long MonotonicNanoseconds => (long)((Int128)GetTimestamp() * 1_000_000_000 / TimestampFrequency);
}
