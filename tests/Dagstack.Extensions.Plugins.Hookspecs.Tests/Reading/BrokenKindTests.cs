namespace Dagstack.Extensions.Plugins.Hookspecs.Tests.Reading;

/// <summary>Hookspecs with one thing wrong: each says what, where, and what to do.</summary>
public sealed class BrokenKindTests
{
    private const string Yaml = """
        kind: chunker
        kind_api_version: "1.0.0"
        description: Cuts texts.
        hooks:
          - name: chunk
            dispatch: singleton
            description: Cuts a text.
            input_schema: schemas/chunk.input.json
            output_schema: schemas/chunk.output.json
            mcp_exposed: true
            mcp_tool_name_template: "{kind}.{plugin}.{hook}"
        """;

    private const string Input = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "type": "object",
          "required": ["text"],
          "properties": {
            "text": { "type": "string", "minLength": 1 },
            "size": { "$ref": "#/$defs/Size" }
          },
          "$defs": { "Size": { "type": "integer", "minimum": 1 } }
        }
        """;

    private const string Output = """{ "type": "array", "items": { "type": "string" } }""";

    public static TheoryData<string, string, string> Rows => new()
    {
        { "kind: chunker", "kin: chunker", "(1,1): the key 'kin' is not known. Did you mean 'kind'?" },
        { "kind: chunker", "", "(2,1): 'kind' is missing. Add the name of the kind, such as 'kind: chunker'." },
        { "kind: chunker", "kind: Chunker", "(1,7): the kind is called 'Chunker', and lower-case letters, digits, '-' and '_' are expected, beginning with a letter or digit." },
        { "kind: chunker", "kind: splitter", "(1,7): the kind is 'splitter', and the folder of the file is 'chunker'. Call both the same: tools find a kind as <kind>/v<N>.yaml." },
        { "kind: chunker", "kind: 7", "(1,7): 'kind' is the number 7, and the name of the kind, such as 'kind: chunker' is expected. Put it in quotes." },
        { "kind: chunker", "kind: \"\"", "(1,7): 'kind' is the text \"\", and the name of the kind, such as 'kind: chunker' is expected." },
        { "kind: chunker", "kind: [chunker]", "(1,7): 'kind' is a list, and the name of the kind, such as 'kind: chunker' is expected." },
        { "kind_api_version: \"1.0.0\"", "", "(1,1): 'kind_api_version' is missing. Add the version of the kind in quotes, such as 'kind_api_version: \"1.0.0\"'." },
        { "\"1.0.0\"", "1.0", "(2,19): 'kind_api_version' is the number 1.0, and the version of the kind in quotes, such as 'kind_api_version: \"1.0.0\"' is expected. Put it in quotes." },
        { "\"1.0.0\"", "\"1.0\"", "(2,19): 'kind_api_version' is '1.0', and a version of three numbers is expected, such as \"1.0.0\"." },
        { "\"1.0.0\"", "v1.0.0", "(2,19): 'kind_api_version' is 'v1.0.0', and a version of three numbers is expected, such as \"1.0.0\"." },
        { "\"1.0.0\"", "2.0.0", "(2,19): the version is 2.0.0, and the file is v1.yaml. Call it v2.yaml, or correct the version." },
        { "kind_api_version", "kind_version", "(2,1): the key 'kind_version' is not known." },
        { "description: Cuts texts.", "description: [a]", "(3,14): 'description' is a list, and a text is expected." },
        { "description: Cuts texts.", "descripton: Cuts texts.", "(3,1): the key 'descripton' is not known. Did you mean 'description'?" },
        { "description: Cuts texts.", "colour: 3", "(3,1): the key 'colour' is not known. There are kind, kind_api_version, description, constraints and hooks; a key of your own begins with x-." },
        { "description: Cuts texts.", "version: 3", "(3,1): the key 'version' is not known. Did you mean 'kind_api_version'?" },
        { "description: Cuts texts.", "description: a\ndescription: b", "(4,1): the key 'description' is there twice: the first is in line 3. Remove one of them." },
        { "description: Cuts texts.", "constraints: true", "(3,14): 'constraints' is true, and a mapping of in_process_only and singleton_per_runtime is expected." },
        { "description: Cuts texts.", "constraints: { in_process: true }", "(3,16): the key 'constraints.in_process' is not known. Did you mean 'in_process_only'?" },
        { "description: Cuts texts.", "constraints: { x-mine: true }", "(3,16): the key 'constraints.x-mine' is not known. There are in_process_only and singleton_per_runtime." },
        { "description: Cuts texts.", "constraints: { in_process_only: yes }", "(3,33): 'constraints.in_process_only' is the text \"yes\", and true or false is expected. Write it without quotes, in lower case." },
        { "description: Cuts texts.", "constraints: { in_process_only: 1 }", "(3,33): 'constraints.in_process_only' is the number 1, and true or false is expected." },
        { "description: Cuts texts.", "constraints: { in_process_only: true }", "(10,18): the hook is exposed, and the kind is in_process_only: nothing of it leaves the process. Write 'mcp_exposed: false'." },
        { "hooks:", "hook:", "(4,1): the key 'hook' is not known. Did you mean 'hooks'?" },
        { "hooks:", "x-hooks:", "(1,1): 'hooks' is missing. Add a list of hooks, each with name, dispatch, input_schema and output_schema." },
        { "name: chunk", "names: chunk", "(5,5): the key 'hooks[0].names' is not known. Did you mean 'name'?" },
        { "name: chunk", "name: Chunk", "(5,11): the hook is called 'Chunk', and lower-case letters, digits and '_' are expected, beginning with a letter." },
        { "name: chunk", "name: get-schema", "(5,11): the hook is called 'get-schema', and lower-case letters, digits and '_' are expected, beginning with a letter." },
        { "name: chunk", "name: 1st", "(5,11): the hook is called '1st', and lower-case letters, digits and '_' are expected, beginning with a letter." },
        { "name: chunk\n", "name:\n", "(5,5): 'hooks[0].name' is missing. Add the name of the hook, such as 'name: chunk'." },
        { "  - name: chunk", "  - chunk\n  - name: chunk", "(5,5): 'hooks[0]' is the text \"chunk\", and a mapping with name and dispatch is expected." },
        { "  - name: chunk", "  - { name: chunk, dispatch: broadcast_notify }\n  - name: chunk", "(6,11): the hook 'chunk' is there twice: the first is in line 5. Give one of them another name." },
        { "dispatch: singleton", "dispatch: singletn", "(6,15): 'singletn' is no dispatch class. Did you mean 'singleton'? There are singleton, broadcast_collect, broadcast_notify, chain and capability." },
        { "dispatch: singleton", "dispatch: Singleton", "(6,15): 'Singleton' is no dispatch class. Did you mean 'singleton'?" },
        { "dispatch: singleton", "dispatch: firstresult", "(6,15): 'firstresult' is no dispatch class. There are singleton, broadcast_collect, broadcast_notify, chain and capability." },
        { "    dispatch: singleton\n", "", "(5,5): 'hooks[0].dispatch' is missing. Add who is called: singleton, broadcast_collect, broadcast_notify, chain or capability." },
        { "dispatch: singleton", "dispatch: broadcast_notify", "(9,5): a broadcast_notify hook has no result: nobody waits for it. Take 'output_schema' out, or make the hook broadcast_collect." },
        { "dispatch: singleton", "dispatch: chain", "(9,20): the output of a chain hook is the input of the next plugin, and does not fit it:" },
        { "    dispatch: singleton\n    description: Cuts a text.\n    input_schema: schemas/chunk.input.json\n    output_schema: schemas/chunk.output.json\n", "    dispatch: chain\n    input_schema: schemas/chunk.input.json\n", "(5,5): 'hooks[0].output_schema' is missing. Add the schema of what one plugin returns: a chain hook has a result." },
        { "    dispatch: singleton\n    description: Cuts a text.\n    input_schema: schemas/chunk.input.json\n", "    dispatch: chain\n", "(5,5): 'hooks[0].input_schema' is missing. Add the schema of what travels: a chain hook has an input." },
        { "    dispatch: singleton\n    description: Cuts a text.\n    input_schema: schemas/chunk.input.json\n    output_schema: schemas/chunk.output.json\n", "    dispatch: broadcast_collect\n    input_schema: schemas/chunk.input.json\n", "(5,5): 'hooks[0].output_schema' is missing. Add the schema of what one plugin returns: a broadcast_collect hook has a result." },
        { "input_schema: schemas/chunk.input.json", "input_schema: schemas/chunk.inptu.json", "(8,19): there is no file schemas/chunk.inptu.json. Did you mean 'schemas/chunk.input.json'?" },
        { "input_schema: schemas/chunk.input.json", "input_schema: schema/chunk.input.json", "(8,19): there is no file schema/chunk.input.json, nor its folder. Write the schema, or correct the path." },
        { "input_schema: schemas/chunk.input.json", "input_schema: ../other/x.json", "(8,19): '../other/x.json' is no path below the folder of the kind. Write one with '/', such as 'schemas/execute.input.json'." },
        { "input_schema: schemas/chunk.input.json", "input_schema: /etc/passwd", "(8,19): '/etc/passwd' is no path below the folder of the kind." },
        { "input_schema: schemas/chunk.input.json", "input_schema: schemas\\chunk.input.json", "(8,19): 'schemas\\chunk.input.json' is no path below the folder of the kind." },
        { "input_schema: schemas/chunk.input.json", "input_schema: https://example.org/x.json", "(8,19): 'https://example.org/x.json' is no path below the folder of the kind." },
        { "input_schema: schemas/chunk.input.json", "input_schema: { type: object }", "(8,19): 'hooks[0].input_schema' is a mapping, and the path of a JSON Schema, such as 'schemas/chunk.input.json' is expected." },
        { "input_schema:", "input:", "(8,5): the key 'hooks[0].input' is not known. Did you mean 'input_schema'?" },
        { "mcp_exposed: true", "mcp_exposed: \"true\"", "(10,18): 'hooks[0].mcp_exposed' is the text \"true\", and true or false is expected. Write it without quotes, in lower case." },
        { "mcp_exposed: true", "exposed: true", "(10,5): the key 'hooks[0].exposed' is not known. Did you mean 'mcp_exposed'?" },
        { "\"{kind}.{plugin}.{hook}\"", "\"{kind}.{plugin}.{hok}\"", "(11,29): '{hok}' is no placeholder here. Did you mean '{hook}'? There are {kind}, {plugin} and {hook}." },
        { "\"{kind}.{plugin}.{hook}\"", "\"{kind}.{plugin}.{hook}.{function}\"", "(11,29): '{function}' is no placeholder here. Only the kind tool has functions. There are {kind}, {plugin} and {hook}." },
        { "\"{kind}.{plugin}.{hook}\"", "\"{kind}.{hook}\"", "(11,29): the template has no {plugin}, so that the tools of two plugins would have one name. Write it as \"{kind}.{plugin}.{hook}\"." },
        { "\"{kind}.{plugin}.{hook}\"", "\"{kind}.{plugin.{hook}\"", "(11,29): a brace has no other half. Write placeholders as {kind}." },
        { "\"{kind}.{plugin}.{hook}\"", "{kind}.{plugin}", "(11,35): the file is not valid YAML:" },
        { "description: Cuts a text.", "error_policy: best_effort", "(7,19): only broadcast_collect has an error policy, and the hook is singleton. Take 'error_policy' out." },
        { "description: Cuts a text.", "error_policy: ignore", "(7,19): 'ignore' is no error policy. There are fail_fast and best_effort." },
        { "description: Cuts a text.", "error_policy: besteffort", "(7,19): 'besteffort' is no error policy. Did you mean 'best_effort'? There are fail_fast and best_effort." },
        { "description: Cuts a text.", "\tdescription: x", "(7,1): the file is not valid YAML: a tab indents this line, and only spaces may." },
        { "description: Cuts texts.", "description: *nothing", "(3,14): the file is not valid YAML: the alias *nothing has no anchor &nothing before it." },
        { "description: Cuts texts.", "x-number: .inf", "(3,11): the number Infinity is none that JSON has. Write one that is, or put it in quotes if it is a text." },
    };

    public static TheoryData<string, string, string> SchemaRows => new()
    {
        { "\"type\": \"object\",", "", "chunk.input.json(1,1): what goes into a hook is one JSON object, and the root says no type. Write \"type\": \"object\", and put a value of another type into a property." },
        { "\"type\": \"object\",", "\"type\": \"array\",", "chunk.input.json(3,11): what goes into a hook is one JSON object, and the root has the text \"array\" as its type." },
        { "\"type\": \"object\",", "\"type\": \"objekt\",", "chunk.input.json(3,3): /type: found \"objekt\", expected one of" },
        { "2020-12/schema", "2019-09/schema", "chunk.input.json(2,14): '$schema' is the text \"https://json-schema.org/draft/2019-09/schema\", and \"https://json-schema.org/draft/2020-12/schema\" is expected: payloads are described in JSON Schema 2020-12." },
        { "#/$defs/Size", "#/$defs/Siz", "chunk.input.json(7,15): /properties/size/$ref: '#/$defs/Siz' leads nowhere: there is no /$defs/Siz." },
        { "#/$defs/Size", "common.json#/$defs/Size", "chunk.input.json(7,15): /properties/size/$ref: 'common.json#/$defs/Size' leads out of the schema or to an anchor; only references such as '#/$defs/name' are supported." },
        { "#/$defs/Size", "https://example.org/size", "chunk.input.json(7,15): /properties/size/$ref: 'https://example.org/size' leads out of the schema or to an anchor" },
        { "\"minLength\": 1", "\"minLength\": -1", "chunk.input.json(6,33): /properties/text/minLength: found -1, expected an integer of at least 0." },
        { "\"minLength\": 1", "\"minLength\": \"1\"", "chunk.input.json(6,33): /properties/text/minLength: found \"1\", expected an integer of at least 0." },
        { "\"minLength\": 1", "\"pattern\": \"[\"", "chunk.input.json(6,33): /properties/text/pattern: '[' is not a regular expression that can be used:" },
        { "\"minLength\": 1", "\"minLenght\": 1", "chunk.input.json(6,33): warning: /properties/text/minLenght: the keyword 'minLenght' means nothing in JSON Schema. Did you mean 'minLength'?" },
        { "\"minLength\": 1", "\"contains\": {}", "chunk.input.json(6,33): warning: /properties/text/contains: the keyword 'contains' is not checked by hosts in .NET, which leave it to the plugin." },
        { "[\"text\"]", "\"text\"", "chunk.input.json(4,3): /required: found \"text\", expected an array of names." },
        { "\"properties\": {\n", "\"properties\": {,\n", "chunk.input.json(5,18): the file is not valid JSON:" },
        { "\"text\": {", "\"size\": {", "chunk.input.json(7,5): the key 'properties.size' is there twice: the first is in line 6. Remove one of them." },
        { "\"$defs\":", "\"$defs\": [], \"x-old\":", "chunk.input.json(7,15): /properties/size/$ref: '#/$defs/Size' leads nowhere" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Read_BrokenKind_SaysWhatWhereAndWhatToDo(string find, string replace, string expected) => Check(Yaml, Input, find, replace, "v1.yaml", expected);

    [Theory]
    [MemberData(nameof(SchemaRows))]
    public void Read_BrokenSchema_SaysWhatWhereAndWhatToDo(string find, string replace, string expected) => Check(Yaml, Input, find, replace, string.Empty, expected);

    [Fact]
    public void Read_ManyThingsWrong_SaysAllOfThem()
    {
        using var folder = new KindFolder();
        var path = folder.Write("chunker", Yaml.Replace("1.0.0", "x", StringComparison.Ordinal).Replace("singleton", "x", StringComparison.Ordinal).Replace("true", "x", StringComparison.Ordinal), ("schemas/chunk.input.json", Input.Replace("string", "x", StringComparison.Ordinal)), ("schemas/chunk.output.json", "["));

        var result = HookspecFile.Read(path);

        Assert.False(result.IsValid);
        Assert.Equal(5, result.Problems.Count);
        var thrown = Assert.Throws<HookspecInvalidException>(result.ThrowIfInvalid);
        Assert.Equal(5, thrown.Message.Split(Environment.NewLine).Length);
    }

    private static void Check(string yaml, string input, string find, string replace, string file, string expected)
    {
        find = find.ReplaceLineEndings("\n");
        var isYaml = file.Length > 0;
        Assert.Contains(find, isYaml ? yaml : input, StringComparison.Ordinal);
        using var folder = new KindFolder();
        var path = folder.Write("chunker", isYaml ? Replace(yaml, find, replace) : yaml, ("schemas/chunk.input.json", isYaml ? input : Replace(input, find, replace)), ("schemas/chunk.output.json", Output));

        var result = HookspecFile.Read(path);

        var said = result.Problems.Select(static problem => problem.ToString()).ToList();
        Assert.True(said.Exists(problem => problem.Contains(file + expected, StringComparison.Ordinal)), $"expected: {file}{expected}\nsaid: {string.Join("\n", said)}");
        Assert.Equal(expected.Contains("warning: ", StringComparison.Ordinal), result.IsValid);
        Assert.All(said, static problem => Assert.DoesNotContain("   at ", problem, StringComparison.Ordinal));
    }

    private static string Replace(string text, string find, string replace)
    {
        var at = text.IndexOf(find, StringComparison.Ordinal);
        return string.Concat(text.AsSpan(0, at), replace, text.AsSpan(at + find.Length));
    }
}
