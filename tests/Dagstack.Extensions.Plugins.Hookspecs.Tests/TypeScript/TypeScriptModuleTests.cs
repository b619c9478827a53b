using Dagstack.Extensions.Plugins.Hookspecs.Tests.Judge;
using Dagstack.Extensions.Plugins.Hookspecs.TypeScript;

namespace Dagstack.Extensions.Plugins.Hookspecs.Tests.TypeScript;

public sealed class TypeScriptModuleTests
{
    [Fact]
    public void Write_KindOfOurs_IsAsItWas() => Snapshot.Match("vector_store.ts.txt", TypeScriptModule.Write(OwnKind.Read()));

    [Fact]
    public void Write_Twice_GivesTheSame() => Assert.Equal(TypeScriptModule.Write(OwnKind.Read()), TypeScriptModule.Write(OwnKind.Read()));

    [Fact]
    public async Task Write_TypesInCircles_AreCompiledAndJudge()
    {
        using var folder = new TempFolder();
        folder.Write("kind.ts", TypeScriptModule.Write(TempKind.Write(folder, "loops", ("turn", TempKind.Circle))));
        folder.Write("main.ts", """
            import { TurnInputSchema } from "./kind.js";

            const fits = [{ first: { b: { many: [{}] } } }, { first: { all: {} } }, { first: { b: { many: [{ b: {} }] } } }, { first: { all: { first: 1 } } }, { tree: ["a", [["b"]]] }, { tree: [[1]] }].map((value) => TurnInputSchema.safeParse(value).success);
            console.log(JSON.stringify(fits));
            """);

        var compiled = await ZodModules.CompileAsync(folder, "main.ts", "--lib", "es2022,dom");
        Assert.True(compiled.ExitCode == 0, compiled.Output);
        Assert.Equal("[true,true,false,false,true,false]", Assert.Single((await Tool.RunProgramAsync("node", folder.Path, "main.js")).Lines));
    }

    [Fact]
    public async Task Write_PluginOfTheKind_IsCompiledOnlyWithEachHook()
    {
        using var folder = new TempFolder();
        folder.Write("kind.ts", TypeScriptModule.Write(TempKind.Write(folder, "two_hooks", ("one", """{ "type": "object", "required": ["name"], "properties": { "name": { "type": "string" } } }"""), ("two", """{ "type": "object", "additionalProperties": false }"""))));
        folder.Write("whole.ts", """
            import type { OneInput, TwoHooksPlugin } from "./kind.js";

            export class Whole implements TwoHooksPlugin {
              one(payload: OneInput): void {
                payload.name.trim();
              }
              two(): void {}
            }
            """);
        folder.Write("half.ts", """
            import type { TwoHooksPlugin } from "./kind.js";

            export class Half implements TwoHooksPlugin {
              one(): void {}
            }
            """);

        Assert.Equal(string.Empty, (await ZodModules.CompileAsync(folder, "whole.ts")).Output);
        Directory.Delete(folder.Combine("node_modules"));
        Assert.Contains("Property 'two' is missing", (await ZodModules.CompileAsync(folder, "half.ts")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_DefinitionsOfOneNameThatDiffer_HaveNamesOfTheirOwn()
    {
        using var folder = new TempFolder();
        var module = TypeScriptModule.Write(TempKind.Write(folder, "twins",
            ("one", """{ "type": "object", "properties": { "part": { "$ref": "#/$defs/Part" } }, "$defs": { "Part": { "type": "object", "properties": { "a": { "type": "string" } } } } }"""),
            ("two", """{ "type": "object", "properties": { "part": { "$ref": "#/$defs/Part" } }, "$defs": { "Part": { "type": "object", "properties": { "b": { "type": "string" } } } } }"""),
            ("three", """{ "type": "object", "properties": { "part": { "$ref": "#/$defs/Part" } }, "$defs": { "Part": { "type": "object", "properties": { "b": { "type": "string" } } } } }""")));

        Assert.Contains("export interface OneInput {\n  part?: Part | undefined;", module, StringComparison.Ordinal);
        Assert.Contains("export interface TwoInput {\n  part?: Part2 | undefined;", module, StringComparison.Ordinal);
        Assert.Contains("export interface ThreeInput {\n  part?: Part2 | undefined;", module, StringComparison.Ordinal);
        Assert.Equal(3, module.Split("Part2Schema.optional()").Length);
    }

    [Fact]
    public void Write_KeywordsThatNobodyChecks_AreNamed()
    {
        using var folder = new TempFolder();
        var module = TypeScriptModule.Write(TempKind.Write(folder, "beyond", ("one", """{ "type": "object", "description": "A bag.", "properties": { "bag": { "type": "array", "contains": { "const": 1 } } } }""")));

        Assert.Contains("/**\n * A bag.\n *\n * Not checked here: contains.\n */\nexport interface OneInput {", module, StringComparison.Ordinal);
    }
}
