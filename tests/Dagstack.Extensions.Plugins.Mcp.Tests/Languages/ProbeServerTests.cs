using System.Reflection;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Mcp.Tests.Processes;
using Dagstack.Extensions.Plugins.Mcp.Tests.Wire;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Dagstack.Extensions.Plugins.Tests;
using Probing;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Languages;

/// <summary>The probe in other languages, as tests of runtimes use it.</summary>
public sealed class ProbeServerTests
{
    [Theory, MemberData(nameof(Language.Servers), MemberType = typeof(Language))]
    public async Task ListTools_EachHookOfTheContract_IsThereWithItsParameters(string language)
    {
        await using var server = await LanguageServer.ConnectAsync(language, isProbe: true);
        var marked = typeof(IProbe).Assembly.GetCustomAttributes<PluginContractAttribute>().Single().ContractType;
        var hooks = ((PluginContract)Activator.CreateInstance(marked)!).Hooks;

        var tools = (await server.Connection.ListToolsAsync(TestContext.Current.CancellationToken)).ToDictionary(static tool => tool.Name);

        Assert.Equal(hooks.Select(hook => $"probe.{language}.{hook.WireName}").Order(StringComparer.Ordinal), tools.Keys.Where(static name => name.StartsWith("probe.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        foreach (var hook in hooks.Where(static hook => hook.Name != nameof(IProbe.EchoThing)))
        {
            var schema = JsonNode.Parse(tools[$"probe.{language}.{hook.WireName}"].InputSchema.GetRawText())!;
            Assert.Equal(hook.Parameters.Select(static parameter => parameter.WireName), schema["properties"]!.AsObject().Select(static property => property.Key));
            Assert.Equal(hook.Parameters.Where(static parameter => !parameter.IsOptional).Select(static parameter => parameter.WireName), schema["required"]!.AsArray().Select(static name => (string?)name));
        }
    }

    [Theory, MemberData(nameof(Language.ServersAndEras), MemberType = typeof(Language))]
    public async Task Echo_AnyText_ComesBack(string language, string era)
    {
        await using var server = await LanguageServer.ConnectAsync(language, era, isProbe: true);

        // Node's own reader of lines ends one at U+2028.
        foreach (var text in new[] { "", "größer 😀", "a\u2028b\u2029c\u0085d\re\nf\tg\"h\\i\u0001", new string('ü', 200_000) })
        {
            // Not escaped, as other hosts write it.
            var raw = "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
                .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal).Replace("\u0001", "\\u0001", StringComparison.Ordinal) + "\"";
            var answer = await server.CallAsync("echo", $$"""{"text":{{raw}}}""");
            Assert.Equal(text, (string?)answer["structuredContent"]!["result"]);
        }

        Assert.Empty(server.Reports);
    }

    [Theory]
    [MemberData(nameof(Language.Servers), MemberType = typeof(Language))]
    public async Task Results_OfEveryShape_AreWrappedUnlessTheyAreDeclaredAsObjects(string language)
    {
        await using var server = await LanguageServer.ConnectAsync(language, isProbe: true);
        const string Thing = """{"name":"a","size":1,"tags":[]}""";

        Assert.Equal(Thing, await server.ResultAsync("echo_thing", Thing));
        Assert.Equal($$"""{"result":{{Thing}}}""", await server.ResultAsync("find", """{"name":"a"}"""));
        Assert.Equal("""{"result":null}""", await server.ResultAsync("find", """{"name":"nobody"}"""));
        Assert.Equal($$"""{"result":[{{Thing}},{{Thing}}]}""", await server.ResultAsync("repeat", $$"""{"thing":{{Thing}}}"""));
        Assert.Equal($$"""{"result":[{{Thing}}]}""", await server.ResultAsync("repeat", $$"""{"thing":{{Thing}},"times":1}"""));
        Assert.Equal("""{"result":null}""", await server.ResultAsync("do_nothing"));
        Assert.Equal($$"""{"value":"a probe.{{language}}"}""", await server.ResultAsync("clean", """{"text":"a"}"""));
        Assert.Equal("{}", await server.ResultAsync("clean", """{"text":"stop"}"""));
    }

    [Theory, MemberData(nameof(Language.ServersAndEras), MemberType = typeof(Language))]
    public async Task Calls_ManyInFlight_EachIsAnsweredAndASlowOneHoldsUpNone(string language, string era)
    {
        await using var server = await LanguageServer.ConnectAsync(language, era, isProbe: true);
        using var cancel = new CancellationTokenSource();
        var slow = server.CallAsync("wait", """{"milliseconds":600000}""", cancellationToken: cancel.Token);

        var waiting = Enumerable.Range(0, 100).Select(_ => server.ResultAsync("wait", """{"milliseconds":50}""")).ToList();
        var echoes = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => server.ResultAsync("echo", $$"""{"text":"{{i}}"}""")));

        Assert.Equal(Enumerable.Range(0, 200).Select(static i => $$"""{"result":"{{i}}"}"""), echoes);
        Assert.All(await Task.WhenAll(waiting), static answer => Assert.Equal("""{"result":"waited"}""", answer));
        Assert.False(slow.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow);
    }

    [Theory, MemberData(nameof(Language.ServersAndEras), MemberType = typeof(Language))]
    public async Task Cancel_ACall_EndsItInThePluginAndIsNotAnswered(string language, string era)
    {
        await using var server = await LanguageServer.ConnectAsync(language, era, isProbe: true);
        using var cancel = new CancellationTokenSource();
        var call = server.CallAsync("wait", """{"milliseconds":600000}""", cancellationToken: cancel.Token);
        await server.UntilAsync(static look => (int?)look["waiting"] == 1);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await server.UntilAsync(static look => (int?)look["waiting"] == 0 && (int?)look["cancelled"] == 1);
        Assert.Empty(server.Reports);
    }

    [Theory, MemberData(nameof(Language.Servers), MemberType = typeof(Language))]
    public async Task Cancel_ACallThatDoesNotObey_IsNotAnsweredEither(string language)
    {
        await using var server = await LanguageServer.ConnectAsync(language, isProbe: true);
        using var cancel = new CancellationTokenSource();
        var call = server.CallAsync("wait", """{"milliseconds":300,"obeys":false}""", cancellationToken: cancel.Token);
        await server.UntilAsync(static look => (int?)look["waiting"] == 1);

        await cancel.CancelAsync();

        await server.UntilAsync(static look => (int?)look["waiting"] == 1 && (int?)look["cancelled"] == 1);
        await server.UntilAsync(static look => (int?)look["waiting"] == 0);
        Assert.Empty(server.Reports);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Theory, MemberData(nameof(Language.Servers), MemberType = typeof(Language))]
    public async Task Fail_AtOnceOrLater_HasCodeAndData(string language)
    {
        await using var server = await LanguageServer.ConnectAsync(language, isProbe: true);

        foreach (var hook in new[] { "fail", "fail_later" })
        {
            using var result = await server.Connection.CallAsync("""{"message":"m","code":"c","data":{"a":[1]}}""", $"{server.Name}.{hook}");
            var error = result.ReadError()!;
            Assert.Equal((true, "c", "m", """[1]"""), (result.IsError, error.Code, error.Message, error.Data.Value!.Value.GetProperty("a").GetRawText()));
            using var bare = await server.Connection.CallAsync("""{"message":"m"}""", $"{server.Name}.{hook}");
            Assert.Equal((true, null, "m"), (bare.IsError, bare.ReadError()!.Code, bare.ReadError()!.Message));
        }
    }

    [Theory, MemberData(nameof(Language.ServersAndEras), MemberType = typeof(Language))]
    public async Task SeenByCall_MetaOfTheCall_IsSeen(string language, string era)
    {
        await using var server = await LanguageServer.ConnectAsync(language, era, isProbe: true);
        const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        var seen = await server.ResultAsync("seen_by_call", meta: new WireMeta()
            .With("traceparent", Parent).With("tracestate", "a=b").With("dev.dagstack/metadata", new JsonObject { ["tenant_id"] = "acme", ["quota_budget"] = 7 }));

        Assert.Equal($$"""{"metadata":{"tenant_id":"acme","quota_budget":7},"traceparent":"{{Parent}}","tracestate":"a=b"}""", seen);
        Assert.Equal("""{"metadata":{},"traceparent":null,"tracestate":null}""", await server.ResultAsync("seen_by_call"));
    }

    [Theory, MemberData(nameof(Language.Servers), MemberType = typeof(Language))]
    public async Task Sinks_ProgressCheckpointHealth_AreTold(string language)
    {
        await using var server = await LanguageServer.ConnectAsync(language, isProbe: true);
        var told = new Told();

        await server.CallAsync("report", """{"steps":3}""", progress: told);
        await server.CallAsync("save", """{"key":"k","value":{"page":1}}""");
        await server.CallAsync("feel", """{"status":"degraded","reason":"tired","checks":1}""");

        Assert.Equal([new(1, 3, "step 1"), new(2, 3, "step 2"), new(3, 3, "step 3")], told.All);
        Assert.Equal("""{"key":"k","value":{"page":1},"version":null,"unit_id":null}""", Assert.Single(server.Checkpoints).ToJsonString());
        Assert.Equal("""{"result":{"page":1}}""", await server.ResultAsync("load", """{"key":"k"}"""));
        Assert.Equal("""{"result":null}""", await server.ResultAsync("load", """{"key":"another"}"""));
        var handed = new JsonObject { ["k"] = new JsonObject { ["value"] = 5, ["version"] = "v" } };
        Assert.Equal("""{"result":5}""", await server.ResultAsync("load", """{"key":"k"}""", new WireMeta().With("dev.dagstack/checkpoint", handed)));
        Assert.Equal("""{"status":"degraded","reason":"tired"}""", await server.ResultAsync("dagstack.health"));
        Assert.Equal("""{"status":"healthy"}""", await server.ResultAsync("dagstack.health"));
    }

    [Theory, MemberData(nameof(Language.Servers), MemberType = typeof(Language))]
    public async Task Setup_AsConfigured_IsSeenFailsOrDies(string language)
    {
        await using var server = await LanguageServer.ConnectAsync(language, isProbe: true);
        const string Setup = """{"config":{"greeting":"hello"},"manifest":{"name":"x"},"resources":{"rng":7},"host":{"core_version":"0.2.0","binding":"dotnet"}}""";

        await server.CallAsync("dagstack.setup", Setup);
        Assert.Equal(Setup, await server.ResultAsync("seen_by_setup"));
        Assert.Equal(1, (int?)JsonNode.Parse(await server.ResultAsync("look"))!["setups"]);

        var failed = await server.CallAsync("dagstack.setup", """{"config":{"setup":"fails"}}""");
        Assert.Equal((true, "setup fails"), ((bool?)failed["isError"], (string?)failed["content"]![0]!["text"]));

        Assert.Equal(WireFault.Gone, (await Assert.ThrowsAsync<WireException>(() => server.CallAsync("dagstack.setup", """{"config":{"setup":"dies"}}"""))).Fault);
        Assert.Equal(3, (await Children.EndAsync(server.Child)).ExitCode);
        await Wait.UntilAsync(() => server.ErrorLines.Contains("setup dies"));
    }

    [Theory, MemberData(nameof(Language.Servers), MemberType = typeof(Language))]
    public async Task Teardown_IsCountedInTheFile(string language)
    {
        using var folder = new TempFolder();
        var file = folder.Combine("teardowns.txt");
        await using var server = await LanguageServer.ConnectAsync(language, isProbe: true);
        await server.CallAsync("dagstack.setup", new JsonObject { ["config"] = new JsonObject { ["teardown_file"] = file, ["teardown"] = "unreleased" } }.ToJsonString());

        Assert.Equal("""{"released":false}""", await server.ResultAsync("dagstack.teardown"));
        Assert.Equal([server.Name], await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken));
    }

    [Theory, MemberData(nameof(Language.Servers), MemberType = typeof(Language))]
    public async Task Die_AfterAPrint_EndsTheProcessWithThatCodeAndLeavesStdoutToMessages(string language)
    {
        await using var server = await LanguageServer.ConnectAsync(language, isProbe: true);

        Assert.Equal(WireFault.Gone, (await Assert.ThrowsAsync<WireException>(() => server.CallAsync("die", """{"exit_code":5}"""))).Fault);

        Assert.Equal(5, (await Children.EndAsync(server.Child)).ExitCode);
        await Wait.UntilAsync(() => server.ErrorLines.Contains("dying"));
        Assert.Empty(server.Reports);
    }
}
