using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Files;
using Dagstack.Extensions.Plugins.Trust;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>One attempt to make an instance, as far as it has come. Who gives it up looks at it while it goes on.</summary>
internal sealed class StartAttempt(PluginDefinition definition, ShadowCopy? copy, AskedBy askedBy, StartRecord record)
{
    private volatile ShadowCopy? _copy = copy;
    private volatile Exception? _failure;
    private volatile bool _isSetUp;
    private volatile string? _sha256 = copy?.Content?.Sha256;

    public PluginDefinition Definition => definition;

    public AskedBy AskedBy => askedBy;

    /// <summary>Gets what is remembered of it.</summary>
    public StartRecord Record => record;

    /// <summary>Gets or sets what its first health check said; null while it was not asked.</summary>
    public PluginHealthCheck? Health
    {
        get => Volatile.Read(ref field);
        set => Volatile.Write(ref field, value);
    }

    /// <summary>Gets or sets the hash of what is loaded; null where it is not computed, or not yet.</summary>
    public string? Sha256
    {
        get => _sha256;
        set => _sha256 = value;
    }

    /// <summary>Gets or sets the copy that it is loaded from; null if it is loaded from its folder, or there is none yet.</summary>
    public ShadowCopy? Copy
    {
        get => _copy;
        set => _copy = value;
    }

    /// <summary>Gets or sets a value indicating whether its setup is over, and only its first health check is not.</summary>
    public bool IsSetUp
    {
        get => _isSetUp;
        set => _isSetUp = value;
    }

    /// <summary>Gets or sets why it failed, before what it had begun is undone, which may take longer than there is time.</summary>
    public Exception? Failure
    {
        get => _failure;
        set => _failure = value;
    }
}
