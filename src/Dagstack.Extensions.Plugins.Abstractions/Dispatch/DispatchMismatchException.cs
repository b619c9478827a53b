namespace Dagstack.Extensions.Plugins;

/// <summary>A hook was called by another dispatch class than its own.</summary>
/// <remarks>See §5 of the plugin contract.</remarks>
/// <param name="kind">The kind.</param>
/// <param name="hook">The hook that was called, by its .NET name.</param>
/// <param name="expected">The class that the hook has.</param>
/// <param name="actual">The class that it was called by.</param>
public sealed class DispatchMismatchException(string kind, string hook, DispatchClass expected, DispatchClass actual)
    : PluginRegistryException($"The hook '{hook}' of the kind '{kind}' has the dispatch class {expected}, and was called inside a call of the class {actual}. {Advice(hook, expected)}")
{
    /// <summary>Gets the kind.</summary>
    public string Kind { get; } = kind;

    /// <summary>Gets the hook that was called, by its .NET name.</summary>
    public string Hook { get; } = hook;

    /// <summary>Gets the class that the hook has.</summary>
    public DispatchClass Expected { get; } = expected;

    /// <summary>Gets the class that it was called by.</summary>
    public DispatchClass Actual { get; } = actual;

    /// <inheritdoc/>
    public override string Code => PluginErrorCodes.DispatchMismatch;

    private static string Advice(string hook, DispatchClass expected) => expected switch
    {
        DispatchClass.Singleton => $"Call it on IPlugins<T>.Active: plugins.Active.{hook}(…).",
        DispatchClass.Capability => $"Call it on the plugin that a request finds: plugins.For(…).{hook}(…).",
        DispatchClass.BroadcastCollect => $"Use plugins.{hook}(…), or plugins.Collect and CollectAsync.",
        DispatchClass.BroadcastNotify => $"Use plugins.{hook}(…), or plugins.NotifyAsync.",
        _ => $"Use plugins.{hook}(…), or plugins.Chain and ChainAsync.",
    };
}
