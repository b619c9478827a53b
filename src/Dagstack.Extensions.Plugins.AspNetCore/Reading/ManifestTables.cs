using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

/// <summary>Reads the tables of a manifest.</summary>
internal static class ManifestTables
{
    public static JsonArray List(IEnumerable<string> values) => [.. values.Select(static value => (JsonNode?)ShownText.Text(value))];

    public static JsonObject Resources(PluginResourceNames resources) => Filled(
        ("required", Some(resources.Required)),
        ("optional", Some(resources.Optional)));

    public static JsonObject UnitOfWork(PluginUnitOfWork unit) => !unit.Declared ? [] : Filled(
        ("declared", true),
        ("partition_key", ShownText.Text(unit.PartitionKey)),
        ("estimated_duration_sec", unit.EstimatedDuration?.TotalSeconds),
        ("idempotency_mode", string.Join('_', NameWords.Of(unit.IdempotencyMode.ToString()))),
        ("checkpointable", unit.Checkpointable),
        ("content_hash", Some(unit.ContentHash)));

    public static JsonObject Stdio(PluginMcpStdio stdio) => Filled(
        ("command", Some(MaskedArguments.Read(stdio.Command))),
        ("working_dir", ShownText.Text(stdio.WorkingDirectory)),
        ("env", Values(stdio.Environment)),
        ("startup_timeout_sec", stdio.StartupTimeout.TotalSeconds),
        ("tools_allow", Some(stdio.ToolsAllow)),
        ("tools_deny", Some(stdio.ToolsDeny)));

    public static JsonObject Http(PluginMcpHttp http) => Filled(
        ("url", ShownText.Text((http.UrlText ?? http.Url?.OriginalString) is { } address ? MaskedAddress.In(address) : null)),
        ("auth_header", ShownText.Text(http.AuthHeader)),
        ("auth_secret_env", ShownText.Text(http.AuthSecretEnv)),
        ("timeout_sec", http.Timeout.TotalSeconds),
        ("tls_ca_bundle", ShownText.Text(http.TlsCaBundle)),
        ("tls_verify", http.TlsVerify),
        ("headers", Values(http.Headers)),
        ("tools_allow", Some(http.ToolsAllow)),
        ("tools_deny", Some(http.ToolsDeny)));

    public static JsonObject ChainWrap(PluginChainWrap wrap) => Filled(
        ("kinds", Some(wrap.Kinds)),
        ("hooks", Some(wrap.Hooks)));

    private static JsonArray? Some(IEnumerable<string> values) => List(values) is { Count: > 0 } list ? list : null;

    private static JsonObject? Values(IReadOnlyDictionary<string, string> values)
    {
        var json = new JsonObject();
        foreach (var (key, value) in values)
        {
            json[ShownText.Name(key)] = ShownText.Text(MaskedText.Value(value));
        }

        return json.Count > 0 ? json : null;
    }

    private static JsonObject Filled(params ReadOnlySpan<(string Key, JsonNode? Value)> members)
    {
        var json = new JsonObject();
        foreach (var (key, value) in members)
        {
            if (value is not null)
            {
                json[key] = value;
            }
        }

        return json;
    }
}
