namespace Dagstack.Extensions.Plugins.Tests.Resources;

/// <summary>Answers every request without a network.</summary>
internal sealed class StubHandler(string answer) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(new HttpResponseMessage { Content = new StringContent(answer), RequestMessage = request });
}
