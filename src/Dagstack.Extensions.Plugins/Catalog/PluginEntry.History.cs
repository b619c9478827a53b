namespace Dagstack.Extensions.Plugins.Catalog;

/// <content>What is remembered of it, for those who ask later: text and numbers, nothing of an instance.</content>
internal sealed partial class PluginEntry
{
    /// <summary>Gets the last changes of its state.</summary>
    public PluginHistory History { get; } = new();

    /// <summary>Gets or sets the start that is under way, or the last one; null if there was none.</summary>
    public StartRecord? Start
    {
        get => Volatile.Read(ref field);
        set => Volatile.Write(ref field, value);
    }

    /// <summary>Gets or sets the last answer of the health check of the instance that is there; null while it was not asked.</summary>
    public PluginHealthCheck? Health
    {
        get => Volatile.Read(ref field);
        set => Volatile.Write(ref field, value);
    }

    /// <summary>Remembers the state that it has come to. Called under <see cref="Moving"/>, so that the order is right.</summary>
    private void Remember(PluginState? from)
    {
        var now = _status;
        History.Add(new()
        {
            At = _time.GetUtcNow(),
            From = from,
            To = now.State,
            Code = now.Code,
            Reason = now.Reason,
            Generation = now.Generation,
        });
    }
}
