namespace Dagstack.Extensions.Plugins.Tests.Broken;

/// <summary>Manifests in JSON: what is wrong is said in the words of JSON.</summary>
internal static class BrokenJsonManifests
{
    private const string Invalid = "the file is not valid JSON: ";

    public static IReadOnlyList<BrokenPlugin> All { get; } =
    [
        With("json-key", "\"priorty\": 1", "(7,1)", "unknown key 'plugin.priorty'. Did you mean 'priority'?"),
        With("json-foreign-key", "\"favourite_colour\": 1", "(7,1)", "move it to \"metadata\": { }, which is free"),
        With("json-string", "\"homepage\": 1", "(7,13)", "'plugin.homepage' is the number 1", "Put it in quotes."),
        With("json-table", "\"resources\": [\"clock\"]", "(7,14)", "'plugin.resources' is an array, but must be an object", "Write it as \"resources\": { }."),
        With("json-object", "\"description\": {}", "(7,16)", "'plugin.description' is an object, but must be a string"),
        With("json-depends", "\"depends_on\": [\"llm:openai\"]", "(7,16)", "Write { \"kind\": \"llm\", \"name\": \"openai\" }."),
        Json("json-stdio", """{ "plugin": { "name": "json-stdio", "kind": "chunker", "runtime": "mcp_stdio", "core_version": "*", "mcp_stdio": {} } }""", "chunker:json-stdio", "(1,101)", "'plugin.mcp_stdio.command' is missing", "\"command\": [\"python\", \"-m\", \"server\"]"),
        With("json-null", "\"authors\": [null]", "(7,13)", "'plugin.authors[0]' is null, but must be a string that is not empty"),
        With("json-twice", "\"kind\": \"chunker\"", "(7,1)", "the key 'plugin.kind' is there twice: the first is in line 3."),
        With("json-comma", "\"version\": \"1\",", "(8,1)", Invalid, "trailing comma"),
        With("json-comment", "\"version\": \"1\" // first", "(7,16)", Invalid, "Correct this place"),
        With("json-deep", "\"metadata\": { \"x\": " + new string('[', 500) + new string(']', 500) + " }", "(7,81)", "nested more than 64 levels deep", "Make it flatter."),
        With("json-number", "\"priority\": 1e400", "(7,13)", "'plugin.priority' is the number Infinity"),
        With("json-escape", "\"version\": \"\\x\"", "(7,14)", Invalid),
        With("json-surrogate", "\"version\": \"\\ud800\"", "(7,12)", Invalid, "missing low surrogate"),
        Json("json-name", """{ "plugin": { "kind": "chunker", "runtime": "in_process", "core_version": "*", "entry_point": "p:C" } }""", null, "(1,3)", "'plugin.name' is missing", "\"name\": \"fixed\""),
        Json("json-open", """{ "plugin": { "name": "json-open", "kind": "chunker" """, "chunker:json-open", "(1,54)", Invalid),
        Json("json-array", "[1]", null, "(1,1)", "the file is an array, but must be an object with an object \"plugin\""),
        Json("json-other", """{ "plugn": { "name": "json-other", "kind": "chunker" } }""", "chunker:json-other", "(1,1)", "has no object \"plugin\"", "(1,3): unknown key 'plugn'"),
        Json("json-scalar", """{ "plugin": true }""", null, "(1,13)", "'plugin' is true, but must be an object", "Write it as \"plugin\": { }."),
        Json("json-blank", "  \n", null, "(2,1)", Invalid),
    ];

    private static BrokenPlugin With(string folder, string line, string at, params string[] says) => Json(folder, $$"""
        { "plugin": {
        "name": "{{folder}}",
        "kind": "chunker",
        "runtime": "in_process",
        "core_version": ">=0.1.0,<1.0.0",
        "entry_point": "plugin:FixedChunker",
        {{line}}
        } }
        """, $"chunker:{folder}", at, says);

    private static BrokenPlugin Json(string folder, string text, string? key, string? at, params string[] says) =>
        new(folder, PluginErrorCodes.ManifestInvalid, path => File.WriteAllText(Path.Combine(path, "dagstack.json"), text), says) { Key = key, At = at, File = "dagstack.json" };
}
