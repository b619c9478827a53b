using Dagstack.Extensions.Plugins.Mcp.Settings;
using Microsoft.Extensions.Hosting;

namespace Dagstack.Extensions.Plugins.Mcp.Http;

/// <summary>What is refused in the environment Production, which is also that of a host that says none.</summary>
/// <remarks>See §8.5 of the plugin contract.</remarks>
internal sealed class ProductionRules(IHostEnvironment? environment, Uri address)
{
    private readonly bool _isProduction = environment?.IsProduction() ?? true;

    /// <summary>Refuses secrets that everybody on the way could read.</summary>
    /// <param name="secrets">What is secret, as messages name it.</param>
    /// <exception cref="SettingException">They may not be sent.</exception>
    public void CheckSecrets(IReadOnlyList<string> secrets)
    {
        if (_isProduction && secrets.Count > 0 && address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback)
        {
            throw new SettingException($"'mcp_http.url' is an address of http, by which {secrets[0]} would go to '{address.Host}' readable by everybody on the way; that is refused in the environment Production. Use https, or an address of this machine.");
        }
    }

    /// <summary>Refuses a server whose certificate is not looked at.</summary>
    /// <exception cref="SettingException">It is to be looked at.</exception>
    public void CheckTls(bool isVerified)
    {
        if (_isProduction && !isVerified)
        {
            throw new SettingException("'mcp_http.tls_verify' is false, by which any server could take the place of this one; that is refused in the environment Production. Name a file with the certificates to trust in 'tls_ca_bundle'.");
        }
    }
}
