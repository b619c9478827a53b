namespace Dagstack.Extensions.Plugins;

/// <summary>Why a plugin cannot run, known before anything of it is loaded.</summary>
public sealed class PluginRefusal
{
    /// <summary>Creates a refusal.</summary>
    /// <param name="code">The code of the error, one of <see cref="PluginErrorCodes"/>.</param>
    /// <param name="reason">What is wrong and what to do, as the end of a sentence that has the plugin as its subject.</param>
    /// <exception cref="ArgumentException">An argument is null or empty.</exception>
    public PluginRefusal(string code, string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        ArgumentException.ThrowIfNullOrEmpty(reason);
        (Code, Reason) = (code, reason);
    }

    /// <summary>Gets the code of the error.</summary>
    public string Code { get; }

    /// <summary>Gets what is wrong and what to do.</summary>
    public string Reason { get; }
}
