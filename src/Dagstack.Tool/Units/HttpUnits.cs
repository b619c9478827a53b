using System.Globalization;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Units;

/// <summary>The units of work of a host, by the API of its operators' page.</summary>
/// <param name="address">Where that is.</param>
/// <param name="timeout">How long an answer may take; what is followed may take as long as it does.</param>
internal sealed class HttpUnits(HostAddress address, TimeSpan timeout) : IUnits, IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(30) }) { Timeout = Timeout.InfiniteTimeSpan };

    public async ValueTask<EnqueueResult> EnqueueAsync(string plugin, JsonElement args, UnitOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = new WireEnqueue(plugin, args, options?.IdempotencyKey, options?.PartitionKey, options?.ExpiresAfter?.TotalSeconds);
        return await AskAsync(HttpMethod.Post, address.Units, JsonContent.Create(request, WireRequestJson.Default.WireEnqueue), static (answer, end) => HttpAnswers.ReadAsync(answer, WireRequestJson.Default.EnqueueResult, end), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<UnitDetails?> GetAsync(string unitId, CancellationToken cancellationToken = default) =>
        await AskAsync(HttpMethod.Get, address.Of(unitId), null, static async (answer, end) => WireReading.Read(await HttpAnswers.ReadAsync(answer, WireJson.Default.WireReport, end).ConfigureAwait(false)), cancellationToken).ConfigureAwait(false);

    public async ValueTask<UnitDetails> WaitAsync(string unitId, CancellationToken cancellationToken = default)
    {
        await foreach (var unit in WatchAsync(unitId, cancellationToken).ConfigureAwait(false))
        {
            if (unit.IsFinal)
            {
                return unit;
            }
        }

        throw CutOff(unitId);
    }

    public async IAsyncEnumerable<UnitDetails> WatchAsync(string unitId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address.Of(unitId, "events"));
        using var answer = await SendAsync(request, "text/event-stream", cancellationToken).ConfigureAwait(false);
        HttpAnswers.RefuseUnless(answer, "text/event-stream");
        var stream = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var events = SseParser.Create(stream).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (events.ConfigureAwait(false))
            {
                while (await HasNextAsync(events, unitId).ConfigureAwait(false))
                {
                    if (events.Current.EventType is not ("unit" or "end"))
                    {
                        continue;
                    }

                    var unit = UnitOf(events.Current.Data, answer);
                    yield return unit;
                    if (unit.IsFinal)
                    {
                        yield break;
                    }
                }
            }
        }
    }

    public ValueTask<bool> CancelAsync(string unitId, CancellationToken cancellationToken = default) => ActAsync(unitId, "cancel", cancellationToken);

    public ValueTask<bool> RetryAsync(string unitId, CancellationToken cancellationToken = default) => ActAsync(unitId, "retry", cancellationToken);

    public async ValueTask<BackfillResult> BackfillAsync(BackfillRequest request, CancellationToken cancellationToken = default) =>
        await AskAsync(HttpMethod.Post, address.Below("backfill"), JsonContent.Create(request, WireRequestJson.Default.BackfillRequest), static (answer, end) => HttpAnswers.ReadAsync(answer, WireRequestJson.Default.BackfillResult, end), cancellationToken).ConfigureAwait(false);

    public async ValueTask<UnitPage> ListAsync(UnitQuery? query = null, CancellationToken cancellationToken = default)
    {
        var list = await ListCoreAsync(query ?? new(), cancellationToken).ConfigureAwait(false);
        return new() { Units = [.. list.Units.Select(static unit => WireReading.Read(unit))], Next = list.Next };
    }

    public async ValueTask<IReadOnlyList<UnitCounts>> CountAsync(CancellationToken cancellationToken = default) =>
        [.. (await ListCoreAsync(new() { Limit = 1 }, cancellationToken).ConfigureAwait(false)).Plugins.Select(WireReading.Read)];

    public void Dispose() => _client.Dispose();

    private static IOException CutOff(string unitId) =>
        new($"The connection ended before the unit did, which goes on. Its state is told by 'dagstack units show {Excerpt.Of(unitId)}', and 'dagstack units watch {Excerpt.Of(unitId)}' follows it again.");

    /// <summary>Reads the next event; an error of the network, or no event where the unit has not ended, is told as what it is.</summary>
    private static async Task<bool> HasNextAsync(IAsyncEnumerator<SseItem<string>> events, string unitId)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false) ? true : throw CutOff(unitId);
        }
        catch (IOException)
        {
            throw CutOff(unitId);
        }
    }

    private static UnitDetails UnitOf(string data, HttpResponseMessage answer)
    {
        try
        {
            return WireReading.Read(JsonSerializer.Deserialize(data, WireJson.Default.WireReport) ?? throw new JsonException("It is null."));
        }
        catch (JsonException fault)
        {
            throw HttpAnswers.NotOurs(answer, Excerpt.Cut(fault.Message, 300));
        }
    }

    private Task<WireList> ListCoreAsync(UnitQuery query, CancellationToken cancellationToken)
    {
        var parts = new (string Name, string? Value)[] { ("plugin", query.Plugin), ("partition", query.PartitionKey), ("after", query.After), ("limit", query.Limit.ToString(CultureInfo.InvariantCulture)) }
            .Concat(query.States.Select(static state => ("state", (string?)Words.Of(state))))
            .Where(static part => part.Item2 is not null).Select(static part => $"{part.Item1}={Uri.EscapeDataString(part.Item2!)}");
        return AskAsync(HttpMethod.Get, new($"{address.Units.AbsoluteUri}?{string.Join('&', parts)}"), null, static (answer, end) => HttpAnswers.ReadAsync(answer, WireJson.Default.WireList, end), cancellationToken);
    }

    private async ValueTask<bool> ActAsync(string unitId, string action, CancellationToken cancellationToken) =>
        await AskAsync(HttpMethod.Post, address.Of(unitId, action), null, static (_, _) => Task.FromResult(true), cancellationToken).ConfigureAwait(false);

    /// <summary>Asks for something that is answered at once.</summary>
    private async Task<T> AskAsync<T>(HttpMethod method, Uri at, HttpContent? content, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(timeout);
        try
        {
            using var request = new HttpRequestMessage(method, at) { Content = content };
            using var answer = await SendAsync(request, "application/json", patience.Token).ConfigureAwait(false);
            try
            {
                return await read(answer, patience.Token).ConfigureAwait(false);
            }
            catch (JsonException fault)
            {
                throw HttpAnswers.NotOurs(answer, Excerpt.Cut(fault.Message, 300));
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"'{at.GetLeftPart(UriPartial.Path)}' did not answer within {timeout.TotalSeconds} seconds. What was asked for may be done all the same. Wait longer by --timeout.");
        }
        catch (HttpIOException fault)
        {
            throw new IOException($"The answer of '{at.GetLeftPart(UriPartial.Path)}' is cut off: {fault.Message} What was asked for may be done all the same.", fault);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string accept, CancellationToken cancellationToken)
    {
        request.Headers.Accept.ParseAdd(accept);
        foreach (var (name, value) in address.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        HttpResponseMessage answer;
        try
        {
            answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException fault)
        {
            throw new IOException($"'{request.RequestUri!.GetLeftPart(UriPartial.Path)}' cannot be reached: {fault.Message}{(fault.InnerException is { } inner ? $" {inner.Message}" : string.Empty)} Look at --url, and whether the host runs.", fault);
        }

        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            throw await HttpAnswers.ErrorOfAsync(answer, cancellationToken).ConfigureAwait(false);
        }
    }
}
