namespace Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

/// <summary>The scenarios of the conformance runner that a host of ours is not to pass, and why.</summary>
internal static class ConformanceScenarios
{
    /// <summary>OAuth, by which a client gets a token: a plugin is given one.</summary>
    private const string Auth = "How a plugin authenticates itself is given to it, as a header: 'headers', 'auth_header' and 'auth_secret_env' of its manifest. A host does not go and get tokens. Answers of 401 and 403 make the plugin unavailable, and say what to look at.";

    private const string Old = "2025-11-25";
    private const string New = "2026-07-28";

    private const string Skills = "Skills are an extension, of resources. Resources are not offered: a plugin is its tools.";

    private const string NotAccepted = "does not accept what the plugin authenticates itself by";

    private static readonly string[] s_auth =
    [
        "authorization-request", "authorization-server-metadata", "client-registration", "prm-pathbased-requested", "resource-parameter-in-authorization", "resource-parameter-in-token", "token-request",
    ];

    /// <summary>Gets those that are not run, with the reason.</summary>
    public static IReadOnlyDictionary<string, string> NotRun { get; } = new Dictionary<string, string>
    {
        ["auth/metadata-var1"] = Auth,
        ["auth/metadata-var2"] = Auth,
        ["auth/metadata-var3"] = Auth,
        ["auth/basic-cimd"] = Auth,
        ["auth/scope-from-www-authenticate"] = Auth,
        ["auth/scope-from-scopes-supported"] = Auth,
        ["auth/scope-omitted-when-undefined"] = Auth,
        ["auth/scope-step-up"] = Auth,
        ["auth/scope-retry-limit"] = Auth,
        ["auth/token-endpoint-auth-basic"] = Auth,
        ["auth/token-endpoint-auth-post"] = Auth,
        ["auth/token-endpoint-auth-none"] = Auth,
        ["auth/pre-registration"] = Auth,
        ["auth/2025-03-26-oauth-metadata-backcompat"] = Auth,
        ["auth/2025-03-26-oauth-endpoint-fallback"] = Auth,
        ["auth/resource-mismatch"] = Auth,
        ["auth/offline-access-scope"] = Auth,
        ["auth/offline-access-not-supported"] = Auth,
        ["auth/authorization-server-migration"] = Auth,
        ["auth/iss-supported"] = Auth,
        ["auth/iss-not-advertised"] = Auth,
        ["auth/iss-supported-missing"] = Auth,
        ["auth/iss-wrong-issuer"] = Auth,
        ["auth/iss-unexpected"] = Auth,
        ["auth/iss-normalized"] = Auth,
        ["auth/metadata-issuer-mismatch"] = Auth,
        ["auth/client-credentials-jwt"] = Auth,
        ["auth/client-credentials-basic"] = Auth,
        ["auth/enterprise-managed-authorization"] = Auth,
        ["auth/dpop"] = Auth,
        ["auth/dpop-nonce"] = Auth,
        ["auth/wif-jwt-bearer"] = Auth,
        ["sep-2640-client-no-prefetch"] = Skills,
        ["sep-2640-client-verify-digest"] = Skills,
        ["sep-2640-client-verify-size"] = Skills,
        ["sep-2640-client-verify-frontmatter"] = Skills,
    };

    /// <summary>Gets those that are run and fail, with the checks that do and what our host says: the server asks for input (elicitation), which is not offered, or for a token.</summary>
    public static TheoryData<string, string, string[], string> Refused { get; } = new()
    {
        {
            "elicitation-sep1034-client-defaults", Old,
            [
                "client-elicitation-sep1034-boolean-default", "client-elicitation-sep1034-enum-default", "client-elicitation-sep1034-general",
                "client-elicitation-sep1034-integer-default", "client-elicitation-sep1034-number-default", "client-elicitation-sep1034-string-default",
            ],
            "-32601"
        },
        {
            "sep-2322-client-request-state", New,
            ["sep-2322-client-jsonrpc-id-different", "sep-2322-client-no-state-omitted", "sep-2322-client-request-state-echoed"],
            "test_mrtr_echo_state -> RuntimeNotSupportedException: "
        },
        { "auth/metadata-default", Old, s_auth, NotAccepted },
        { "auth/metadata-default", New, s_auth, NotAccepted },
    };

    /// <summary>Gets those that pass, with what our host says: the runner is content with calls that fail.</summary>
    public static TheoryData<string, string, string> Passed { get; } = new()
    {
        { "initialize", Old, "ready" },
        { "tools_call", Old, "add_numbers -> The sum of 2 and 3 is 5" },
        { "tools_call", New, "add_numbers -> The sum of 2 and 3 is 5" },
        { "sse-retry", Old, "test_reconnection -> Reconnection test completed successfully" },
        { "request-metadata", New, "ready" },
        { "http-standard-headers", New, "my-hyphenated-tool -> Headers test completed" },
        { "http-custom-headers", New, "test_custom_headers_null -> " },
        { "http-invalid-tool-headers", New, "functions: valid_tool\nvalid_tool -> Tool call received" },
        { "json-schema-ref-no-deref", New, "lookup_user -> ToolSchemaException: " },
        { "json-schema-2020-12-preservation", Old, "json_schema_echo -> echoed" },
        { "json-schema-2020-12-preservation", New, "json_schema_echo -> echoed" },
    };

    /// <summary>Gets the revisions that are run, the last of each era.</summary>
    public static string[] Revisions { get; } = [Old, New];
}
