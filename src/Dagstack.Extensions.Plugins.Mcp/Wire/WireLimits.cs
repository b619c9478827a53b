namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>How much is carried.</summary>
internal static class WireLimits
{
    /// <summary>How many bytes a message may have, in either direction.</summary>
    public const int MaxMessageBytes = 64 * 1024 * 1024;

    /// <summary>How many bytes of data an error may carry beside its message. Errors live long, and are logged.</summary>
    public const int MaxDataBytes = 64 * 1024;

    /// <summary>How many characters a name may have that a server gives to an error.</summary>
    public const int MaxErrorName = 200;
}
