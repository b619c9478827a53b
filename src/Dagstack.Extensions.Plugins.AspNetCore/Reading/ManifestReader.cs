using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

/// <summary>Reads a manifest into what a file would have: the names of its keys, and nothing that has its default.</summary>
internal static class ManifestReader
{
    public static JsonObject Read(PluginManifest manifest)
    {
        var defaults = new PluginManifest { Id = manifest.Id };
        var json = new JsonObject { ["kind"] = ShownText.Name(manifest.Id.Kind), ["name"] = ShownText.Name(manifest.Id.Name) };
        Text("version", manifest.Version);
        Text("description", manifest.Description);
        Text("schema_version", manifest.SchemaVersion, defaults.SchemaVersion);
        Text("kind_api_version", manifest.KindApiVersion, defaults.KindApiVersion);
        Text("core_version", manifest.CoreVersion, defaults.CoreVersion);
        List("runtime", manifest.Runtimes);
        Text("entry_point", manifest.EntryPoint?.Text);
        List("authors", manifest.Authors);
        Text("maintainer", manifest.Maintainer);
        Text("license", manifest.License);
        Text("homepage", manifest.Homepage);
        Put("priority", manifest.Priority, manifest.Priority != 0);
        List("depends_on", [.. manifest.DependsOn.Select(static other => other.ToString())]);
        Put("tryfirst", true, manifest.TryFirst);
        Put("trylast", true, manifest.TryLast);
        Put("startup_timeout_sec", manifest.StartupTimeout.TotalSeconds, manifest.StartupTimeout != defaults.StartupTimeout);
        Put("teardown_timeout_sec", manifest.TeardownTimeout.TotalSeconds, manifest.TeardownTimeout != defaults.TeardownTimeout);
        Text("execution_model", Words(manifest.ExecutionModel), Words(defaults.ExecutionModel));
        Put("in_process_only", true, manifest.InProcessOnly);
        List("capabilities", manifest.Capabilities);
        List("supports_languages", manifest.SupportsLanguages);
        List("supports_extensions", manifest.SupportsExtensions);
        List("supports_mime_types", manifest.SupportsMimeTypes);
        Put("fallback", true, manifest.Fallback);
        Table("resources", ManifestTables.Resources(manifest.Resources));
        Table("unit_of_work", ManifestTables.UnitOfWork(manifest.UnitOfWork));
        Table("mcp_stdio", manifest.McpStdio is { } stdio ? ManifestTables.Stdio(stdio) : []);
        Table("mcp_http", manifest.McpHttp is { } http ? ManifestTables.Http(http) : []);
        Table("chain_wrap", manifest.ChainWrap is { } wrap ? ManifestTables.ChainWrap(wrap) : []);
        Text("health_check", manifest.HealthCheck);
        Text("reload", Words(manifest.Reload), Words(defaults.Reload));
        Table("runtime_settings", MaskedTree.Read(manifest.RuntimeSettings));
        Table("metadata", MaskedTree.Read(manifest.Metadata));
        Table("config_schema", MaskedTree.Read(manifest.ConfigSchema));
        foreach (var (key, value) in MaskedTree.Read(manifest.Extensions).ToList())
        {
            json[key] = value?.DeepClone();
        }

        return json;

        void Text(string key, string? value, string? without = null) => Put(key, ShownText.Text(value), value is not null && value != without);

        void List(string key, IReadOnlyList<string> values) => Put(key, ManifestTables.List(values), values.Count > 0);

        void Table(string key, JsonObject table) => Put(key, table, table.Count > 0);

        void Put(string key, JsonNode? value, bool isSet)
        {
            if (isSet)
            {
                json[key] = value;
            }
        }
    }

    /// <summary>Writes the name of an enum's member as manifests do.</summary>
    private static string Words(Enum value) => string.Join('_', NameWords.Of(value.ToString()));
}
