using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace WriteBack.Fast.Tests;

/// <summary>An HTTP server on a port of this machine that notes the keys that it was sent. It listens only once it was started.</summary>
internal sealed class PostOffice : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<long> _keys = [];
    private volatile int _status = (int)HttpStatusCode.NoContent;
    private Task _serving = Task.CompletedTask;

    public PostOffice()
    {
        using var probe = new TcpListener(IPAddress.Loopback, port: 0);
        probe.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        _listener.Prefixes.Add(Address.AbsoluteUri);
    }

    public Uri Address { get; }

    /// <summary>The keys of every batch that was taken.</summary>
    public IReadOnlyCollection<long> Keys => _keys;

    /// <summary>From now on requests are answered with this status; null: with nothing at all.</summary>
    public void AnswerWith(HttpStatusCode? status) => _status = (int)(status ?? 0);

    public void Start()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                if (!_listener.IsListening)
                    return;

                // A client went away.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        int status = _status;
        if (status == 0)
            return;
        using var reader = new StreamReader(context.Request.InputStream);
        string body = await reader.ReadToEndAsync();
        if (status == (int)HttpStatusCode.NoContent)
        {
            foreach (string key in body.Split(','))
                _keys.Enqueue(long.Parse(key, CultureInfo.InvariantCulture));
        }

        context.Response.StatusCode = status;
        context.Response.Close();
    }
}
