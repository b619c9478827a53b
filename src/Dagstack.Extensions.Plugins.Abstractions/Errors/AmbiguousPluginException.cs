namespace Dagstack.Extensions.Plugins;

/// <summary>Two plugins are there where there may be one.</summary>
/// <param name="subject">What they both claim: an identity, the fallback or the active plugin of a kind, or a bare name.</param>
/// <param name="candidates">The plugins, each with its path.</param>
/// <param name="message">Which plugins, and what to do.</param>
public sealed class AmbiguousPluginException(string subject, IReadOnlyList<string> candidates, string message)
    : PluginRegistryException(message)
{
    /// <summary>Gets what they both claim: an identity, the fallback or the active plugin of a kind, or a bare name.</summary>
    public string Subject { get; } = subject;

    /// <summary>Gets the plugins, each with its path.</summary>
    public IReadOnlyList<string> Candidates { get; } = candidates;

    /// <inheritdoc/>
    public override string Code => PluginErrorCodes.AmbiguousPlugin;
}
