using System.Buffers;
using Dagstack.Extensions.Plugins.Mcp.Settings;

namespace Dagstack.Extensions.Plugins.Mcp.Http;

/// <summary>The headers that a manifest gives to all requests, and what a plugin authenticates itself by.</summary>
internal sealed class TargetHeaders
{
    private const string Authorization = "Authorization";
    private const string Cookie = "Cookie";

    /// <summary>How headers begin that repeat an argument of a tool.</summary>
    private const string OfArguments = "Mcp-Param-";

    private static readonly SearchValues<char> s_nameCharacters = SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly SearchValues<char> s_valueCharacters = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(static code => (char)code), '\t']);

    private static readonly HashSet<string> s_own = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Connection", "Content-Encoding", "Content-Length", "Content-Type", "Expect", "Last-Event-ID", "MCP-Protocol-Version", "Mcp-Method", "Mcp-Name",
        "Mcp-Session-Id", "TE", "traceparent", "tracestate", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    private readonly Dictionary<string, string> _all = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _secret = [];

    /// <param name="http">What the manifest says.</param>
    /// <param name="setting">Returns a value of the plugin's section.</param>
    /// <param name="section">The section, for messages.</param>
    /// <param name="mask">Given what is secret.</param>
    /// <exception cref="SettingException">It cannot be sent so.</exception>
    public TargetHeaders(PluginMcpHttp http, Func<string, string?> setting, string section, SecretMask mask)
    {
        var text = new SettingText(Environment.GetEnvironmentVariable, key => (setting(key), IsSecret: false), section, mask);
        foreach (var (name, value) in http.Headers)
        {
            var path = $"mcp_http.headers.{Excerpt.Of(name)}";
            var expanded = text.Expand(value, path, SecretUse.Allowed);
            if (value.Contains('$', StringComparison.Ordinal) || IsSecret(name))
            {
                Hide(expanded, mask);
                if (name.Equals(Cookie, StringComparison.OrdinalIgnoreCase))
                {
                    Array.ForEach(expanded.Split(';'), pair => mask.Add(pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim()));
                }

                _secret.Add($"the header '{Excerpt.Of(name)}'");
            }

            Add(name, expanded, path);
        }

        if (http.AuthSecretEnv is { } variable)
        {
            var secret = Environment.GetEnvironmentVariable(variable)?.Trim();
            if (string.IsNullOrEmpty(secret))
            {
                throw new SettingException($"'mcp_http.auth_secret_env' names the variable {Excerpt.Of(variable)}, which is not set. Set it to the secret that the server '{http.AuthHeader}' header is to carry, or remove the key.");
            }

            Hide(secret, mask);
            _secret.Add($"the header '{Excerpt.Of(http.AuthHeader)}'");
            Add(http.AuthHeader, IsAuthorization(http.AuthHeader) && SchemeEnd(secret) < 0 ? $"Bearer {secret}" : secret, "mcp_http.auth_header");
        }
    }

    public IReadOnlyDictionary<string, string> All => _all;

    /// <summary>Gets what of them is secret, as messages name it.</summary>
    public IReadOnlyList<string> Secret => _secret;

    private static bool IsAuthorization(string name) => name.Equals(Authorization, StringComparison.OrdinalIgnoreCase);

    private static bool IsSecret(string name) =>
        IsAuthorization(name) || name.Equals("Proxy-Authorization", StringComparison.OrdinalIgnoreCase) || name.Equals(Cookie, StringComparison.OrdinalIgnoreCase) || SecretNames.IsSecret(name);

    private static void Hide(string value, SecretMask mask)
    {
        mask.Add(value);
        if (SchemeEnd(value) is >= 0 and var end)
        {
            mask.Add(value[(end + 1)..].Trim());
        }
    }

    /// <summary>Finds the end of what says how to authenticate, such as <c>Basic</c>; below zero if nothing does.</summary>
    private static int SchemeEnd(string value)
    {
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && char.IsAsciiLetter(value[0]) && !value.AsSpan(0, space).ContainsAnyExcept(s_nameCharacters) && !string.IsNullOrWhiteSpace(value[space..]) ? space : -1;
    }

    private void Add(string name, string value, string path)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(s_nameCharacters))
        {
            throw new SettingException($"'{path}' names the header '{Excerpt.Of(name)}', and a name has letters, digits and '-' only. Correct it in the manifest.");
        }

        if (s_own.Contains(name) || name.StartsWith(OfArguments, StringComparison.OrdinalIgnoreCase))
        {
            throw new SettingException($"'{path}' gives the header '{Excerpt.Of(name)}', which the protocol sets itself. Remove it from the manifest.");
        }

        if (value.AsSpan().ContainsAnyExcept(s_valueCharacters))
        {
            throw new SettingException($"'{path}' gives the header '{Excerpt.Of(name)}' a value with a line end, a control character, or one that is not ASCII, which HTTP does not take. Correct it, or the variable that it is taken from.");
        }

        if (!_all.TryAdd(name, value))
        {
            throw new SettingException($"'{path}' gives the header '{Excerpt.Of(name)}' a second time. Give it once, in 'headers' or by 'auth_header'.");
        }
    }
}
