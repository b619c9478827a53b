namespace Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;

/// <summary>The ways by which a secret that a child was given could come out.</summary>
[Collection(nameof(Alone))]
public sealed class SecretWayTests
{
    private const string NeedsPython = "Needs python3.";
    private const string Secret = "s3cr3t-of-env-4711";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    [InlineData("setup")]
    [InlineData("setup-rpc")]
    [InlineData("health")]
    [InlineData("health-error")]
    [InlineData("health-status")]
    [InlineData("greeting")]
    [InlineData("tools")]
    public async Task Start_ThatFailsWithASecretInItsReason_IsToldWithoutIt(string mode)
    {
        using var spans = new SpanTexts();
        await using var host = await CalcHost.StartAsync(TellerHost.Settings(Secret, mode));
        await Wait.UntilAsync(() => host.Status.Reason is not null, "failed");
        var reason = host.Status.Reason!;

        await host.StopAsync();

        Assert.Contains("***", reason, StringComparison.Ordinal);
        AssertNoSecret([.. host.Logs.Lines, .. spans.Texts, reason]);
    }

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    [InlineData("rpc")]
    [InlineData("params")]
    [InlineData("tool")]
    [InlineData("typed")]
    [InlineData("task")]
    [InlineData("nothing")]
    [InlineData("die")]
    public async Task Call_ThatFailsWithASecretInItsError_IsToldWithoutIt(string way)
    {
        using var spans = new SpanTexts();
        await using var host = await CalcHost.StartAsync(TellerHost.Settings(Secret));

        var fault = await Assert.ThrowsAnyAsync<PluginRegistryException>(() => host.Calc.DoAsync(way, Token));
        await host.StopAsync();

        var more = fault is PluginCallException call ? $"{call.RemoteType} {call.RemoteCode} {call.RemoteData}" : string.Empty;
        Assert.Contains("***", fault.Message, StringComparison.Ordinal);
        Assert.NotEmpty(spans.Texts);
        AssertNoSecret([.. host.Logs.Lines, .. spans.Texts, fault.ToString(), more]);
    }

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    [InlineData("checkpoint", "A checkpoint is not saved")]
    [InlineData("log", "Warning plugin.calc.py: ***")]
    [InlineData("progress", "***")]
    [InlineData("stray", "does not keep to the protocol (Stray): ***")]
    [InlineData("stderr", "Information plugin.calc.py: ***")]
    [InlineData("unread", "The list of its tools has changed and cannot be read: ***")]
    public async Task Log_OfWhatAServerSaysOnItsOwn_HasNoSecrets(string way, string logged)
    {
        await using var host = await CalcHost.StartAsync(TellerHost.Settings(Secret));

        await host.Calc.DoAsync(way, Token);
        await host.Logs.WaitForAsync(logged);
        await host.StopAsync();

        Assert.Contains(host.Logs.Lines, static line => line.Contains("***", StringComparison.Ordinal));
        AssertNoSecret(host.Logs.Lines);
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Teardown_ThatFailsWithASecret_IsToldWithoutIt()
    {
        await using var host = await CalcHost.StartAsync(TellerHost.Settings(Secret, "teardown"));

        var fault = await Assert.ThrowsAnyAsync<PluginRegistryException>(host.StopAsync);

        Assert.Contains("***", fault.Message, StringComparison.Ordinal);
        AssertNoSecret([.. host.Logs.Lines, fault.ToString()]);
    }

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    [InlineData("log", 16 * 1024)]
    [InlineData("rpc", 4 * 1024)]
    [InlineData("tool", 4 * 1024)]
    [InlineData("stray", 200)]
    [InlineData("stray", 400)]
    [InlineData("nothing", 200)]
    [InlineData("die", 4 * 1024)]
    public async Task Text_ThatIsCutWithinASecret_HasNotItsBeginning(string way, int limit)
    {
        await using var host = await CalcHost.StartAsync(TellerHost.Settings(Secret));
        var texts = new List<string>();

        // Wherever the cut is, one of these has it within the secret.
        for (var before = limit - 60; before <= limit; before += 10)
        {
            try
            {
                await host.ReadyAsync();
                texts.Add(await host.Calc.DoAsync(TellerHost.Tell(way, $"{new string('x', before)}{Secret}"), Token));
            }
            catch (PluginRegistryException fault)
            {
                texts.Add(fault.ToString());
            }
        }

        await host.StopAsync();

        Assert.Contains([.. host.Logs.Lines, .. texts], static line => line.Contains("xxxxx", StringComparison.Ordinal));
        Assert.All([.. host.Logs.Lines, .. texts], static text => Assert.DoesNotContain("xs", text, StringComparison.Ordinal));
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Reference_WithinALongerText_IsASecretByItself()
    {
        await using var host = await CalcHost.StartAsync(TellerHost.Settings(Secret, password: "pg://u:${DAGSTACK_TEST_TOLD}@h/${NOT_SET_ANYWHERE:-of-default-1}"));

        var fault = await Assert.ThrowsAsync<PluginCallException>(() => host.Calc.DoAsync(TellerHost.Tell("tool", $"no access with {Secret} or of-default-1"), Token));

        Assert.Contains("no access with *** or ***", fault.Message, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Secret_OfSeveralLines_IsMaskedLineByLine()
    {
        const string Key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG\n9w0BAQEFAASCBKcwggSj\n-----END PRIVATE KEY-----\n";
        await using var host = await CalcHost.StartAsync(TellerHost.Settings(Key));

        await host.Calc.DoAsync("stderr", Token);
        await host.Calc.DoAsync("log", Token);
        await host.Logs.WaitForAsync("Warning plugin.calc.py: ***");
        var fault = await Assert.ThrowsAsync<PluginCallException>(() => host.Calc.DoAsync("tool", Token));
        var died = await Assert.ThrowsAsync<PluginUnavailableException>(() => host.Calc.DoAsync("die", Token));
        await host.StopAsync();

        Assert.All([.. host.Logs.Lines, fault.ToString(), died.ToString()], static text =>
        {
            Assert.DoesNotContain("MIIEvQIBADANBgkqhkiG", text, StringComparison.Ordinal);
            Assert.DoesNotContain("9w0BAQEFAASCBKcwggSj", text, StringComparison.Ordinal);
        });
    }

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    [InlineData("nothing")]
    [InlineData("checkpoint")]
    public async Task Secret_ThatJsonEscapes_IsMaskedInJsonToo(string way)
    {
        const string Quoted = "a\"quote-and-\\back/ünder";
        await using var host = await CalcHost.StartAsync(TellerHost.Settings(Quoted));

        var fault = await Record.ExceptionAsync(() => host.Calc.DoAsync(way, Token));
        await host.StopAsync();

        Assert.Contains([.. host.Logs.Lines, $"{fault}"], static line => line.Contains("***", StringComparison.Ordinal));
        Assert.All([.. host.Logs.Lines, $"{fault}"], static text => Assert.DoesNotContain("quote-and", text, StringComparison.Ordinal));
    }

    private static void AssertNoSecret(IEnumerable<string> texts) => Assert.All(texts, static text => Assert.DoesNotContain(Secret, text, StringComparison.Ordinal));
}
