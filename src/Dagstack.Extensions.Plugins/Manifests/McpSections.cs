namespace Dagstack.Extensions.Plugins;

/// <summary>Reads the tables of the MCP runtimes, and the older form with their keys directly under <c>[plugin]</c>.</summary>
internal sealed class McpSections(ManifestTable plugin, ManifestProblemList problems)
{
    public PluginMcpStdio? Stdio(bool required)
    {
        if (plugin.Table("mcp_stdio", ManifestKeys.McpStdio) is { } table)
        {
            RefuseOlder("command", "mcp_stdio");
            RefuseOlder("env", "mcp_stdio");
            var command = table.Find("command") is { } node ? Command(table, node, table.PathOf("command")) : null;
            if (command is null && table.Find("command") is null)
            {
                table.Missing("command", $"Write it as an array: {table.Words.Key("command", "[\"python\", \"-m\", \"server\"]")}.", "an array with the program and its arguments");
            }

            var stdio = new PluginMcpStdio
            {
                Command = command ?? [],
                WorkingDirectory = table.Text("working_dir"),
                Environment = table.TextMap("env"),
                StartupTimeout = table.Seconds("startup_timeout_sec"),
            };
            return stdio;
        }

        var older = plugin.Find("command");
        var environment = plugin.TextMap("env");
        if (older is not null)
        {
            return new PluginMcpStdio { Command = OlderCommand(older) ?? [], Environment = environment };
        }

        if (required && plugin.Find("mcp_stdio") is null)
        {
            plugin.Missing("mcp_stdio", $"The runtime mcp_stdio needs {Needed("mcp_stdio")} with {plugin.Words.Key("command", "[\"program\", \"argument\"]")}.", $"{plugin.Words.Table} with the key command");
        }

        return null;
    }

    public PluginMcpHttp? Http(bool required)
    {
        if (plugin.Table("mcp_http", ManifestKeys.McpHttp) is { } table)
        {
            RefuseOlder("url", "mcp_http");
            RefuseOlder("auth", "mcp_http");
            var url = Url(table);
            if (table.Find("url") is null)
            {
                table.Missing("url", $"Write the address: {table.Words.Key("url", "\"https://host/mcp\"")}.", "an absolute http or https address");
            }

            var header = table.Text("auth_header");
            var secret = table.Text("auth_secret_env");
            var timeout = table.Seconds("timeout_sec");
            var bundle = table.Text("tls_ca_bundle");
            var verify = table.Flag("tls_verify", byDefault: true);
            return url is null ? null : new PluginMcpHttp { Url = url, AuthHeader = header, AuthSecretEnv = secret, Timeout = timeout, TlsCaBundle = bundle, TlsVerify = verify };
        }

        var auth = plugin.Text("auth");
        if (plugin.Find("url") is not null)
        {
            return Url(plugin) is { } older ? new PluginMcpHttp { Url = older, AuthHeader = auth } : null;
        }

        if (required && plugin.Find("mcp_http") is null)
        {
            plugin.Missing("mcp_http", $"The runtime mcp_http needs {Needed("mcp_http")} with {plugin.Words.Key("url", "\"https://host/mcp\"")}.", $"{plugin.Words.Table} with the key url");
        }

        return null;
    }

    private static IReadOnlyList<string>? Command(ManifestTable table, ManifestNode node, string path)
    {
        if (node is { Kind: ManifestNodeKind.Array, Items.Count: 0 })
        {
            table.Wrong(path, node, "an array with the program and its arguments");
            return null;
        }

        return table.TextsOf(node, path);
    }

    // The older form may have the whole command line in one string.
    private IReadOnlyList<string>? OlderCommand(ManifestNode node)
    {
        if (node.Kind != ManifestNodeKind.String)
        {
            return Command(plugin, node, plugin.PathOf("command"));
        }

        var words = node.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            plugin.Wrong(plugin.PathOf("command"), node, "a program and its arguments");
        }

        return words.AsReadOnly();
    }

    private string Needed(string key) => $"{plugin.Words.Table} {plugin.Words.Header(plugin.PathOf(key))}";

    private void RefuseOlder(string key, string table)
    {
        if (plugin.Find(key) is { } node)
        {
            var path = plugin.PathOf(key);
            problems.Add($"'{path}' is the older form of a key of '{plugin.PathOf(table)}', which is there too. Move it to there.", path, node.KeyLine, node.KeyColumn, key, $"only '{plugin.PathOf(table)}'");
        }
    }

    private static Uri? Url(ManifestTable table)
    {
        const string expected = "an absolute http or https address";
        var text = table.Text("url", expected);
        if (text is null || (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0))
        {
            return text is null ? null : new Uri(text);
        }

        table.Wrong(table.PathOf("url"), table.Find("url")!, expected);
        return null;
    }
}
