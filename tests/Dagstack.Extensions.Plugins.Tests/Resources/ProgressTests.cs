using System.Text.Json;
using Dagstack.Extensions.Plugins.Resources;
using Dagstack.Extensions.Plugins.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Resources;

public sealed class ProgressTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly InMemoryProgress _progress;

    public ProgressTests() => _progress = new(_time);

    [Fact]
    public void Report_Valid_IsKeptInOrderWithItsTime()
    {
        var start = _time.GetUtcNow();
        _progress.Report(0);
        _time.Advance(TimeSpan.FromSeconds(3));
        _progress.Report(1, "done");
        Assert.Equal([(0d, null, start), (1d, "done", start.AddSeconds(3))], _progress.Reports.Select(static report => (report.Fraction, report.Message, report.Time)));
        Assert.Empty(_progress.Reports[0].Data);
    }

    [Theory]
    [InlineData(-0.000001)]
    [InlineData(1.000001)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Report_NoFraction_Throws(double fraction)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(nameof(fraction), () => _progress.Report(fraction));
        Assert.Equal(fraction, error.ActualValue);
        Assert.Empty(_progress.Reports);
    }

    [Fact]
    public void Report_DataChangedAfterwards_KeepsACopy()
    {
        var list = new List<object?> { 1, "two" };
        var data = new Dictionary<string, object?> { ["list"] = list, ["nested"] = new Dictionary<string, object?> { ["x"] = 1.5 } };
        _progress.Report(0.5, data: data);
        list.Clear();
        data.Clear();
        var kept = Assert.Single(_progress.Reports).Data;
        Assert.Equal(new object?[] { 1, "two" }, kept["list"]);
        Assert.Equal(1.5, Assert.IsType<Dictionary<string, object?>>(kept["nested"])["x"]);
    }

    [Fact]
    public void Report_AsJson_ComesBackEqual()
    {
        using var document = JsonDocument.Parse("{\"a\":[1,null]}");
        _progress.Report(0.25, "Größe", new Dictionary<string, object?> { ["n"] = 7, ["none"] = null, ["flag"] = true, ["element"] = document.RootElement, ["list"] = new[] { "a", "b" } });
        document.Dispose();
        var json = JsonSerializer.Serialize(_progress.Reports[0], UnitJson.Default.ProgressReport);
        var back = JsonSerializer.Deserialize(json, UnitJson.Default.ProgressReport)!;
        Assert.Equal((0.25, "Größe", _time.GetUtcNow()), (back.Fraction, back.Message, back.Time));
        Assert.Equal(json, JsonSerializer.Serialize(back, UnitJson.Default.ProgressReport));
        Assert.Contains("\"Data\":{\"n\":7,\"none\":null,\"flag\":true,\"element\":{\"a\":[1,null]},\"list\":[\"a\",\"b\"]}", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_DataThatJsonCannotCarry_NamesWhere()
    {
        var cycle = new List<object?>();
        cycle.Add(cycle);
        foreach (var (value, message) in new (object Value, string Message)[]
        {
            (new Version(1, 0), "The value of 'a' in the data of a progress report is a System.Version."),
            (double.NaN, "The value of 'a' in the data of a progress report is NaN, which JSON cannot carry."),
            (float.PositiveInfinity, "which JSON cannot carry"),
            (new object?[] { 1, new Dictionary<string, object?> { ["b"] = this } }, "The value of 'a[1].b'"),
            (cycle, "lies more than 32 levels deep, or contains itself"),
        })
        {
            var error = Assert.Throws<ArgumentException>(() => _progress.Report(0.5, data: new Dictionary<string, object?> { ["a"] = value }));
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }

        Assert.Empty(_progress.Reports);
    }

    [Fact]
    public void Event_Valid_IsKeptWithItsTimeAndACopyOfItsPayload()
    {
        var payload = new Dictionary<string, object?> { ["page"] = 7 };
        _progress.Event("page_skipped", payload);
        _time.Advance(TimeSpan.FromSeconds(1));
        _progress.Event("done");
        payload.Clear();

        Assert.Equal([("page_skipped", _time.GetUtcNow().AddSeconds(-1), 1), ("done", _time.GetUtcNow(), 0)], _progress.Events.Select(static happened => (happened.Type, happened.Time, happened.Payload.Count)));
        Assert.Equal(7, _progress.Events[0].Payload["page"]);
        Assert.Empty(_progress.Reports);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void Event_WithoutAType_Throws(string? type) => Assert.ThrowsAny<ArgumentException>(() => _progress.Event(type!));

    [Fact]
    public void Event_PayloadThatJsonCannotCarry_NamesWhere()
    {
        var error = Assert.Throws<ArgumentException>(() => _progress.Event("x", new Dictionary<string, object?> { ["a"] = new object?[] { new Version(1, 0) } }));
        Assert.StartsWith("The value of 'a[0]' in the payload of an event is a System.Version.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Logged_Event_IsLoggedByItsType()
    {
        using var logs = new TestLogs();
        new LoggedProgress(logs.CreateLogger("p"), _time).Event("page_skipped", new Dictionary<string, object?> { ["page"] = 7 });
        Assert.Equal(["Information p[34] Event: page_skipped"], logs.Lines);
    }

    [Fact]
    public void Logged_ManyReports_LogsOncePerWholePercent()
    {
        using var logs = new TestLogs();
        var progress = new LoggedProgress(logs.CreateLogger("p"), _time);
        for (var i = 0; i <= 10_000; i++)
        {
            progress.Report(i / 10_000d);
        }

        Assert.Equal(Enumerable.Range(0, 101).Select(static percent => $"Information p[30] {percent} % done"), logs.Lines);
    }

    [Fact]
    public void Logged_Message_IsLoggedAndAFreshStartToo()
    {
        using var logs = new TestLogs();
        var progress = new LoggedProgress(logs.CreateLogger("p"), _time);
        progress.Report(0.29, "reading");
        progress.Report(0.295, "not logged");
        progress.Report(0.9999999999, "almost");
        progress.Report(1);
        progress.Report(0, "again");
        Assert.Equal(["Information p[31] 29 % done: reading", "Information p[31] 99 % done: almost", "Information p[30] 100 % done", "Information p[31] 0 % done: again"], logs.Lines);
    }

    [Fact]
    public void Construct_NoTime_Throws() => Assert.Throws<ArgumentNullException>("time", static () => new InMemoryProgress(null!));
}
