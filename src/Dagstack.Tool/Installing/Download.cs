using System.Net;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Installing;

/// <summary>Fetches a file by https, and follows no way that is not.</summary>
/// <param name="handler">What sends requests, and follows none that lead elsewhere.</param>
/// <param name="timeout">How long no byte may come.</param>
internal sealed class Download(HttpMessageHandler handler, TimeSpan timeout)
{
    private const int BufferSize = 1 << 16;
    private const int MaxRedirects = 5;

    /// <summary>Makes what sends requests: without cookies, and without leading elsewhere by itself.</summary>
    public static SocketsHttpHandler CreateHandler() => new() { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(30) };

    /// <summary>Fetches a file.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="max">How many bytes it may have.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusedException">It is too large, or leads to an address that is not https.</exception>
    /// <exception cref="IOException">It cannot be fetched, or not all of it.</exception>
    public async Task FetchAsync(Uri address, Stream target, long max, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            patience.CancelAfter(timeout);
            using var response = await AskAsync(client, address, patience.Token).ConfigureAwait(false);
            if (response.Content.Headers.ContentLength is { } length && length > max)
            {
                throw new RefusedException($"'{address}' is refused: it has {length} bytes, and {max} are allowed. If you trust it, allow more by --limit packed=….");
            }

            await CopyAsync(response.Content, target, patience).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"'{address}' cannot be fetched: no byte came for {timeout.TotalSeconds} seconds. Try again, or wait longer by --timeout.");
        }
        catch (Exception fault) when (fault is HttpRequestException or HttpIOException)
        {
            throw new IOException($"'{address}' cannot be fetched: {fault.Message}{(fault.InnerException is { } inner ? $" {inner.Message}" : string.Empty)}", fault);
        }
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpClient client, Uri address, CancellationToken cancellationToken)
    {
        var at = address;
        for (var redirects = 0; ; redirects++)
        {
            var response = await client.GetAsync(at, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect) || response.Headers.Location is not { } location)
            {
                return response.IsSuccessStatusCode ? response : throw Failed(response, at);
            }

            response.Dispose();
            at = new(at, location);
            if (at.Scheme != Uri.UriSchemeHttps || redirects == MaxRedirects)
            {
                throw new RefusedException(redirects == MaxRedirects
                    ? $"'{address}' is refused: it leads on more than {MaxRedirects} times."
                    : $"'{address}' is refused: it leads to '{at}', which is not https, so that anybody on the way could change it.");
            }
        }
    }

    private static IOException Failed(HttpResponseMessage response, Uri at)
    {
        using (response)
        {
            return new($"'{at}' cannot be fetched: the server answers {(int)response.StatusCode} {response.ReasonPhrase}.");
        }
    }

    private async Task CopyAsync(HttpContent content, Stream target, CancellationTokenSource patience)
    {
        var buffer = new byte[BufferSize];
        var source = await content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            while (await source.ReadAsync(buffer, patience.Token).ConfigureAwait(false) is > 0 and var count)
            {
                await target.WriteAsync(buffer.AsMemory(0, count), patience.Token).ConfigureAwait(false);
                patience.CancelAfter(timeout);
            }
        }
    }
}
