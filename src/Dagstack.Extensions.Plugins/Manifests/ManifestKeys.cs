namespace Dagstack.Extensions.Plugins;

/// <summary>The keys that each table of a manifest may have.</summary>
internal static class ManifestKeys
{
    public static readonly string[] Root = ["plugin", "tool"];

    public static readonly string[] Plugin =
    [
        "schema_version", "name", "kind", "kind_api_version", "core_version", "runtime", "entry_point",
        "version", "description", "authors", "maintainer", "license", "homepage", "priority", "depends_on",
        "tryfirst", "trylast", "startup_timeout_sec", "teardown_timeout_sec", "execution_model", "in_process_only",
        "capabilities", "supports_languages", "supports_extensions", "supports_mime_types", "fallback", "resources",
        "unit_of_work", "mcp_stdio", "mcp_http", "chain_wrap", "health_check", "reload", "metadata",
        "command", "env", "url", "auth",
    ];

    public static readonly string[] Dependency = ["kind", "name"];

    public static readonly string[] Resources = ["required", "optional"];

    public static readonly string[] UnitOfWork =
        ["declared", "partition_key", "estimated_duration_sec", "idempotency_mode", "checkpointable", "content_hash"];

    public static readonly string[] McpStdio = ["command", "working_dir", "env", "startup_timeout_sec"];

    public static readonly string[] McpHttp = ["url", "auth_header", "auth_secret_env", "timeout_sec", "tls_ca_bundle", "tls_verify"];

    public static readonly string[] ChainWrap = ["kinds", "hooks"];

    public static readonly string[] Runtimes = [PluginRuntimes.InProcess, PluginRuntimes.McpStdio, PluginRuntimes.McpHttp];
}
