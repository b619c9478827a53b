namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>What a plugin threw, as it comes out of another process: its type's name and its message.</summary>
/// <remarks>See §11 of the plugin contract, PluginCall.</remarks>
/// <param name="message">The message.</param>
/// <param name="remoteType">The full name of the exception's type where it was thrown.</param>
/// <param name="remoteCode">The code of the contract's error that it was; null for any other exception.</param>
public sealed class RemotePluginException(string message, string remoteType, string? remoteCode) : PluginRegistryException(message)
{
    /// <summary>Gets the full name of the exception's type where it was thrown.</summary>
    public string RemoteType { get; } = remoteType;

    /// <summary>Gets the code of the contract's error that it was; null for any other exception.</summary>
    public string? RemoteCode { get; } = remoteCode;

    /// <inheritdoc/>
    public override string Code => PluginErrorCodes.PluginCall;
}
