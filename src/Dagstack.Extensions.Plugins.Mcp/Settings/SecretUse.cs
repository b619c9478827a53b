namespace Dagstack.Extensions.Plugins.Mcp.Settings;

/// <summary>Whether a text of a manifest may have secrets in it.</summary>
/// <param name="Why">Why not, as a sentence; null where it may.</param>
/// <param name="Instead">Where the secret belongs.</param>
internal sealed record SecretUse(string? Why, string? Instead)
{
    /// <summary>Gets that of environment variables and headers.</summary>
    public static SecretUse Allowed { get; } = new(null, null);

    /// <summary>Gets that of a command line.</summary>
    public static SecretUse NotInCommand { get; } = new("All users of the machine can read the command line of a process", "Pass it by an environment variable, in 'env'");

    /// <summary>Gets that of an address.</summary>
    public static SecretUse NotInAddress { get; } = new("Servers and proxies write addresses to their logs", "Pass it by a header, in 'headers' or 'auth_secret_env'");
}
