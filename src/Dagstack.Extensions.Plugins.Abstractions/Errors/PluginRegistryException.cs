namespace Dagstack.Extensions.Plugins;

/// <summary>The base of every error that the plugin system raises itself.</summary>
/// <remarks>See §11 of the plugin contract: each error has one type, carries its facts as properties, and a stable <see cref="Code"/>.</remarks>
public class PluginRegistryException : Exception
{
    /// <summary>Creates the error with the message that says what happened and what to do next.</summary>
    /// <param name="message">What happened, where, what was expected, and what to do.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public PluginRegistryException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Gets the stable code of the error, equal to its name in every dagstack binding.</summary>
    public virtual string Code => PluginErrorCodes.PluginRegistryError;
}
