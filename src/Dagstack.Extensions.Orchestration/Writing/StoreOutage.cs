namespace Dagstack.Extensions.Orchestration.Writing;

/// <summary>Whether the store answers, as far as those who use it have met.</summary>
/// <param name="time">The clock.</param>
internal sealed class StoreOutage(TimeProvider time)
{
    private readonly Lock _lock = new();
    private DateTimeOffset? _since;
    private DateTimeOffset? _until;
    private string _reason = string.Empty;

    /// <summary>Gets since when it is out, and why.</summary>
    /// <value>Null while it answers.</value>
    public (DateTimeOffset Since, string Reason)? Present
    {
        get
        {
            lock (_lock)
            {
                return _since is { } since ? (since, _reason) : null;
            }
        }
    }

    /// <summary>Says that it is out.</summary>
    /// <returns>True if it was not before.</returns>
    public bool Begin(UnitStoreUnavailableException fault)
    {
        lock (_lock)
        {
            var isNew = _since is null;
            _since ??= time.GetUtcNow();
            _reason = fault.Message;
            return isNew;
        }
    }

    /// <summary>Says that it has answered.</summary>
    /// <returns>How long it was out; null if it was not.</returns>
    public TimeSpan? End()
    {
        lock (_lock)
        {
            if (_since is not { } since)
            {
                return null;
            }

            (_since, _until) = (null, time.GetUtcNow());
            return _until - since;
        }
    }

    /// <summary>Tells whether it was out at any time since a moment.</summary>
    public bool WasOutSince(DateTimeOffset moment)
    {
        lock (_lock)
        {
            return _since is not null || _until >= moment;
        }
    }
}
