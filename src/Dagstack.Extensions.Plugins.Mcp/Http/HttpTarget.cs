using Dagstack.Extensions.Plugins.Mcp.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dagstack.Extensions.Plugins.Mcp.Http;

/// <summary>Where the server of a plugin is and how it is asked: what its manifest says, with values in the place of references.</summary>
/// <remarks>See §8.4 and §8.5 of the plugin contract.</remarks>
/// <param name="Address">Its address.</param>
/// <param name="Headers">The headers of all requests.</param>
/// <param name="Tls">How its certificate is checked; null for as the system does.</param>
/// <param name="Mask">The secrets that it is given.</param>
internal sealed record HttpTarget(Uri Address, IReadOnlyDictionary<string, string> Headers, TargetTls? Tls, SecretMask Mask)
{
    /// <exception cref="PluginLoadException">It cannot be asked so.</exception>
    public static HttpTarget Make(PluginInstanceContext context)
    {
        var id = context.Plugin.Id;
        var http = context.Plugin.Manifest.McpHttp ?? throw new PluginLoadException(id, $"The plugin '{id}' says no address. Add a table [plugin.mcp_http] with url = \"https://host/mcp\" to its manifest.");
        var (section, secrets) = (context.Context.Configuration, new SectionSecrets(context));
        var mask = secrets.ToMask();
        try
        {
            var address = AddressOf(new SettingText(Environment.GetEnvironmentVariable, key => (section[key], secrets.Has(key)), id.ToString(), mask).Expand(http.UrlText ?? string.Empty, "mcp_http.url", SecretUse.NotInAddress));
            var headers = new TargetHeaders(http, key => section[key], id.ToString(), mask);
            var rules = new ProductionRules(context.Services.GetService<IHostEnvironment>(), address);
            rules.CheckSecrets([.. headers.Secret, .. secrets.Paths.Select(static path => $"'{path}' of its configuration")]);
            rules.CheckTls(http.TlsVerify);
            return new(address, headers.All, TargetTls.Make(http, Path.GetFullPath(context.Folder ?? AppContext.BaseDirectory)), mask);
        }
        catch (SettingException fault)
        {
            throw new PluginLoadException(id, fault.Message, fault);
        }
    }

    /// <summary>Reads an address, which is written to messages only where it has no secrets in it.</summary>
    private static Uri AddressOf(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps) || address.Host.Length == 0)
        {
            throw new SettingException($"'mcp_http.url' is '{Excerpt.Of(text)}', and is to be an absolute address that begins with http:// or https://, such as \"https://host/mcp\".");
        }

        return address.UserInfo.Length == 0
            ? address
            : throw new SettingException($"'mcp_http.url' has a user or a password before the host '{address.Host}'. {SecretUse.NotInAddress.Why}. {SecretUse.NotInAddress.Instead}.");
    }
}
