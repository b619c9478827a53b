namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>The scenarios that the conformance runner has for servers: which are run, with which checks that do not apply, and which are not run. docs/mcp.md says why.</summary>
internal static class ServerScenarios
{
    private const string Old = ExportHostProgram.Old;
    private const string New = ExportHostProgram.New;

    /// <summary>Gets those that pass.</summary>
    public static TheoryData<string, string> Passed { get; } = new()
    {
        { "server-initialize", Old },
        { "server-session-lifecycle", Old },
        { "ping", Old },
        { "tools-list", Old },
        { "tools-list", New },
        { "tools-call-simple-text", Old },
        { "tools-call-simple-text", New },
        { "tools-call-error", Old },
        { "tools-call-error", New },
        { "tools-call-with-progress", Old },
        { "tools-call-with-progress", New },
        { "json-schema-2020-12", Old },
        { "json-schema-2020-12", New },
        { "server-sse-multiple-streams", Old },
        { "server-sse-multiple-streams", New },
        { "dns-rebinding-protection", Old },
        { "dns-rebinding-protection", New },
        { "http-header-validation", New },
        { "input-required-result-unsupported-methods", New },
    };

    /// <summary>Gets those of which some checks do not apply: each fails, and no other does.</summary>
    public static TheoryData<string, string, string[]> Partial { get; } = new()
    {
        {
            "server-stateless", New,
            [
                "sep-2575-http-server-no-independent-requests-on-stream",
                "sep-2575-missing-capability-http-400",
                "sep-2575-server-rejects-undeclared-capability",
                "sep-2575-server-unsupported-version-error",
            ]
        },
        {
            "server-sse-polling", Old,
            [
                "server-sse-priming-event",
                "server-sse-retry-field",
            ]
        },
        {
            "caching", New,
            [
                "sep-2549-prompts-list-caching-hints",
                "sep-2549-resources-list-caching-hints",
                "sep-2549-resources-templates-list-caching-hints",
            ]
        },
    };

    /// <summary>Gets those that are not run.</summary>
    public static IReadOnlyList<string> NotRun { get; } =
    [
        "resources-list",
        "resources-read-text",
        "resources-read-binary",
        "resources-templates-read",
        "resources-subscribe",
        "resources-unsubscribe",
        "sep-2164-resource-not-found",
        "sep-2640-skills-directory",
        "sep-2640-skills-enumeration",
        "sep-2640-skills-manifest",
        "prompts-list",
        "prompts-get-simple",
        "prompts-get-with-args",
        "prompts-get-embedded-resource",
        "prompts-get-with-image",
        "completion-complete",
        "logging-set-level",
        "tools-call-with-logging",
        "tools-call-image",
        "tools-call-audio",
        "tools-call-embedded-resource",
        "tools-call-mixed-content",
        "tools-call-sampling",
        "tools-call-elicitation",
        "elicitation-sep1034-defaults",
        "elicitation-sep1330-enums",
        "input-required-result-basic-elicitation",
        "input-required-result-basic-sampling",
        "input-required-result-basic-list-roots",
        "input-required-result-request-state",
        "input-required-result-multiple-input-requests",
        "input-required-result-multi-round",
        "input-required-result-missing-input-response",
        "input-required-result-non-tool-request",
        "input-required-result-result-type",
        "input-required-result-tampered-state",
        "input-required-result-capability-check",
        "input-required-result-ignore-extra-params",
        "input-required-result-validate-input",
        "tasks-lifecycle",
        "tasks-capability-negotiation",
        "tasks-wire-fields",
        "tasks-request-state-removal",
        "tasks-mrtr-input",
        "tasks-request-headers",
        "tasks-dispatch-and-envelope",
        "tasks-status-notifications",
        "tasks-required-task-error",
        "tasks-mrtr-composition",
        "http-custom-header-server-validation",
    ];
}
