namespace Dagstack.Extensions.Plugins;

/// <summary>The keys that each table of a manifest may have.</summary>
internal static class ManifestKeys
{
    /// <summary>The top; <c>$schema</c> is for editors.</summary>
    public static readonly ManifestKeySet Root = new("plugin", "tool", "$schema");

    public static readonly ManifestKeySet Plugin =
    new(
        "schema_version", "name", "kind", "kind_api_version", "core_version", "runtime", "entry_point",
        "version", "description", "authors", "maintainer", "license", "homepage", "priority", "depends_on",
        "tryfirst", "trylast", "startup_timeout_sec", "teardown_timeout_sec", "execution_model", "in_process_only",
        "capabilities", "supports_languages", "supports_extensions", "supports_mime_types", "fallback", "resources",
        "unit_of_work", "mcp_stdio", "mcp_http", "chain_wrap", "health_check", "reload", "metadata",
        "command", "env", "url", "auth");

    /// <summary>The table <c>[tool.dagstack]</c>.</summary>
    public static readonly ManifestKeySet ToolDagstack = new("plugin");

    public static readonly ManifestKeySet Dependency = new("kind", "name");

    public static readonly ManifestKeySet Resources = new("required", "optional");

    public static readonly ManifestKeySet UnitOfWork =
        new("declared", "partition_key", "estimated_duration_sec", "idempotency_mode", "checkpointable", "content_hash");

    public static readonly ManifestKeySet McpStdio = new("command", "working_dir", "env", "startup_timeout_sec");

    public static readonly ManifestKeySet McpHttp = new("url", "auth_header", "auth_secret_env", "timeout_sec", "tls_ca_bundle", "tls_verify");

    public static readonly ManifestKeySet ChainWrap = new("kinds", "hooks");

    public static readonly string[] Runtimes = [PluginRuntimes.InProcess, PluginRuntimes.McpStdio, PluginRuntimes.McpHttp];
}
