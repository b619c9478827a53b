namespace Dagstack.Extensions.Plugins;

/// <summary>A hook was called by another dispatch class than its own, or is not there where it was called.</summary>
/// <remarks>See §5 and §8.5 of the plugin contract.</remarks>
public sealed class DispatchMismatchException : PluginRegistryException
{
    /// <summary>Creates the error of a hook that was called by another dispatch class.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="hook">The hook that was called, by its .NET name.</param>
    /// <param name="expected">The class that the hook has.</param>
    /// <param name="actual">The class that it was called by.</param>
    public DispatchMismatchException(string kind, string hook, DispatchClass expected, DispatchClass actual)
        : this(kind, hook, expected, actual, $"The hook '{hook}' of the kind '{kind}' has the dispatch class {expected}, and was called inside a call of the class {actual}. {Advice(hook, expected)}")
    {
    }

    /// <summary>Creates the error of a hook that another process does not have.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="hook">The hook that was called, by its .NET name.</param>
    /// <param name="expected">The class that the hook has, and by which it was called.</param>
    /// <param name="message">What is there instead.</param>
    public DispatchMismatchException(string kind, string hook, DispatchClass expected, string message)
        : this(kind, hook, expected, expected, message)
    {
    }

    private DispatchMismatchException(string kind, string hook, DispatchClass expected, DispatchClass actual, string message)
        : base(message) => (Kind, Hook, Expected, Actual) = (kind, hook, expected, actual);

    /// <summary>Gets the kind.</summary>
    public string Kind { get; }

    /// <summary>Gets the hook that was called, by its .NET name.</summary>
    public string Hook { get; }

    /// <summary>Gets the class that the hook has.</summary>
    public DispatchClass Expected { get; }

    /// <summary>Gets the class that it was called by.</summary>
    public DispatchClass Actual { get; }

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
