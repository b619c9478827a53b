using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Files;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>One attempt to make an instance, as far as it has come. Who gives it up looks at it while it goes on.</summary>
internal sealed class StartAttempt(PluginDefinition definition, ShadowCopy? copy)
{
    private volatile ShadowCopy? _copy = copy;
    private volatile Exception? _failure;
    private volatile bool _isSetUp;

    public PluginDefinition Definition => definition;

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
